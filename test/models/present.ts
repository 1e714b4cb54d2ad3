// The backends that a test run can use: those of this machine, and a GPU in software where Electron's copy of one is found.
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Backend, BackendName, Started } from '../../main/core/backends/backend.ts'
import { cpuBackend } from '../../main/core/backends/cpu.ts'
import { tfjsNodeBackend } from '../../main/core/backends/tfjs-node.ts'
import { wasmBackend } from '../../main/core/backends/wasm.ts'
import { webgpuBackend } from '../../main/core/backends/webgpu.ts'

/**
 * SwiftShader lies in every folder of Electron: `DWELL_SWIFTSHADER` names the library, or it is found in the cache of the tests' own
 * Electron. A driver that the environment names already is left alone.
 */
function softwareDriver(): string | undefined {
  if (process.env['VK_ICD_FILENAMES'] !== undefined) return undefined
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dwell')
  const library = [
    process.env['DWELL_SWIFTSHADER'] ?? '',
    ...(existsSync(cache) ? readdirSync(cache).map(each => join(cache, each, 'libvk_swiftshader.so')) : []),
  ].find(each => each !== '' && existsSync(each))
  if (library === undefined) return undefined
  const icd = join(mkdtempSync(join(tmpdir(), 'dwell-icd-')), 'icd.json')
  writeFileSync(
    icd,
    JSON.stringify({ file_format_version: '1.0.0', ICD: { library_path: library, api_version: '1.0.5' } }),
  )
  return icd
}

const driver = softwareDriver()
/** Where `DWELL_GPU=all` asks for every model on whatever GPU there is, this is false. */
export const isGpuInSoftware = driver !== undefined && process.env['DWELL_GPU'] !== 'all'

const backends: { readonly [name in BackendName]: () => Backend } = {
  cpu: cpuBackend,
  wasm: wasmBackend,
  'tfjs-node': () => tfjsNodeBackend(process.env['DWELL_TFJS_NODE']),
  webgpu: () => webgpuBackend(driver),
}

const started = new Map<BackendName, ReturnType<Backend['start']>>()

/** Starts it, once in a process; or says why it is not here. */
export function present(name: BackendName): Promise<Started | { readonly why: string }> {
  const known = started.get(name) ?? backends[name]().start()
  started.set(name, known)
  return known
}
