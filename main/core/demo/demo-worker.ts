// Worker entry: composes a share of the demonstration's library beside the core, which must answer a window meanwhile.
import { parentPort, workerData } from 'node:worker_threads'
import { makeDemoLibrary, type Share } from './make-library.ts'

// started by createDemo alone, with this one value
const { folder, share } = workerData as { folder: string; share: Share }
await makeDemoLibrary(folder, share, file => parentPort?.postMessage(file))
