// Worker entry: composes the demonstration's library beside the core, which must answer a window meanwhile.
import { parentPort, workerData } from 'node:worker_threads'
import { makeDemoLibrary } from './make-library.ts'

// started by createDemo alone, with this one value
const { folder } = workerData as { folder: string }
await makeDemoLibrary(folder, progress => parentPort?.postMessage(progress))
