// WebGPU on a page: an adapter that Chromium grants, and word when its device goes away.
import * as tf from '@tensorflow/tfjs-core'
import type { StartedBackend } from '../../preload/contract/training-host.ts'

/** Says why where there is none. */
export async function startWebgpu(): Promise<StartedBackend | { readonly why: string }> {
  if (!('gpu' in navigator)) return { why: 'this Chromium has no WebGPU' }
  const adapter = await navigator.gpu.requestAdapter()
  if (!adapter) return { why: 'no GPU was found' }
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu')
  if (!(await tf.setBackend('webgpu'))) return { why: 'the GPU did not start' }
  const backend = tf.backend()
  const { vendor, architecture, description } = adapter.info
  return {
    detail: `${description || [vendor, architecture].filter(Boolean).join(' ') || 'a GPU'} through WebGPU`,
    ...(backend instanceof WebGPUBackend && {
      lost: backend.device.lost.then(({ reason, message }) => message || `the GPU went away (${reason})`),
    }),
  }
}
