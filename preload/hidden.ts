// The bridge of a hidden page: it hands on one port, and gives the page nothing else of the program.
import { ipcRenderer } from 'electron'

ipcRenderer.once('dwell:sidecar', ({ ports: [port] }) => {
  if (port) window.postMessage('dwell:port', window.location.origin, [port])
})
