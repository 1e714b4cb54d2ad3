// WebGL on a page, for a GPU without WebGPU: only where it is a real GPU, and with word when its context is lost.
import * as tf from '@tensorflow/tfjs-core'
import type { StartedBackend } from '../../preload/contract/training-host.ts'

/** Says why where there is none. */
export async function startWebgl(): Promise<StartedBackend | { readonly why: string }> {
  const canvas = document.createElement('canvas')
  // In software it is slower than WebAssembly.
  const context = canvas.getContext('webgl2', {
    failIfMajorPerformanceCaveat: true,
    alpha: false,
    antialias: false,
    premultipliedAlpha: false,
    depth: false,
    stencil: false,
  })
  if (!context) return { why: 'no GPU was found for WebGL' }
  const { setWebGLContext } = await import('@tensorflow/tfjs-backend-webgl')
  const lost = new Promise<string>(resolve => {
    canvas.addEventListener('webglcontextlost', () => resolve('the WebGL context was lost'), { once: true })
  })
  setWebGLContext(2, context)
  if (!(await tf.setBackend('webgl'))) return { why: 'WebGL did not start' }
  if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) return { why: 'this GPU’s WebGL computes with half precision' }
  const names = context.getExtension('WEBGL_debug_renderer_info')
  const name: unknown = names && context.getParameter(names.UNMASKED_RENDERER_WEBGL)
  return { detail: `${typeof name === 'string' && name !== '' ? name : 'a GPU'} through WebGL`, lost }
}
