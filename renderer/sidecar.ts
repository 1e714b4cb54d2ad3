// The port of a hidden page: it arrives once, from the preload, and is all that the page knows of the program.
import { fromDomPort, type Port } from '../preload/contract/port.ts'

/** Ask while the page's script runs for the first time: the port comes when the page has loaded. */
export function sidecarPort(): Promise<Port> {
  return new Promise(resolve => {
    const hear = ({ data, source, ports: [port] }: MessageEvent) => {
      if (source !== window || data !== 'dwell:port' || !port) return
      window.removeEventListener('message', hear)
      resolve(fromDomPort(port))
    }
    window.addEventListener('message', hear)
  })
}
