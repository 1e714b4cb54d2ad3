// A GPU from plain Node: Dawn, the WebGPU of Chromium, as a package. Not inside Electron, whose buffers it cannot hand back.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { type Backend, quieten, whyOf } from './backend.ts'

/**
 * `icd`: a Vulkan driver's description to use instead of the machine's own, such as that of a GPU in software; asked for by tests
 * and by whoever names one, since software is slower than WASM.
 */
export function webgpuBackend(icd?: string): Backend {
  return {
    name: 'webgpu',
    async start() {
      if (process.versions['electron'] !== undefined) return { why: 'Dawn for Node does not run inside Electron' }
      try {
        quieten()
        if (icd !== undefined) {
          process.env['VK_ICD_FILENAMES'] = icd
          process.env['VK_DRIVER_FILES'] = icd
        }
        if (!hasDriver()) return { why: 'no Vulkan driver is installed' }
        const { create, globals } = await import('webgpu')
        Object.assign(globalThis, globals)
        // Kept on `navigator`: tfjs looks for it there, and Dawn ends when nobody holds it.
        if (!Reflect.has(globalThis.navigator, 'gpu')) {
          Object.defineProperty(globalThis.navigator, 'gpu', { value: create([]), configurable: true })
        }
        const adapter = await navigator.gpu.requestAdapter()
        if (adapter === null) return { why: 'no GPU was found' }
        const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu')
        if (!(await tf.setBackend('webgpu'))) return { why: 'the GPU did not start' }
        const backend = tf.backend()
        return {
          registered: 'webgpu',
          detail: `${adapter.info.description || adapter.info.vendor || 'a GPU'} through WebGPU`,
          ...(backend instanceof WebGPUBackend
            ? { lost: backend.device.lost.then(({ reason, message }) => message || `the GPU went away (${reason})`) }
            : {}),
        }
      } catch (error) {
        return whyOf(error)
      }
    },
  }
}

/** Whether Dawn has anything to look at: on Linux it complains on stderr where no driver of Vulkan is installed. */
function hasDriver(): boolean {
  if (process.platform !== 'linux' || process.env['VK_ICD_FILENAMES'] || process.env['VK_DRIVER_FILES']) return true
  const shared = (process.env['XDG_DATA_DIRS'] || '/usr/local/share:/usr/share').split(':')
  const home = process.env['XDG_DATA_HOME'] || join(process.env['HOME'] ?? '', '.local/share')
  return ['/etc', '/usr/local/etc', home, ...shared]
    .map(each => join(each, 'vulkan/icd.d'))
    .some(folder => existsSync(folder) && readdirSync(folder).some(file => file.endsWith('.json')))
}
