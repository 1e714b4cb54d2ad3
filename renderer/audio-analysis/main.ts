// The audio analysis: a hidden page that decodes tracks with Chromium's decoders and says what they sound like. It knows tracks by their numbers alone.
import { sidecarPort } from '../sidecar.ts'
import { serveAnalysis } from './serve.ts'

void sidecarPort().then(serveAnalysis)
