// The ears: a hidden page that decodes tracks with Chromium's decoders and says what they sound like. It knows tracks by their numbers alone.
import { roomPort } from '../room.ts'
import { serveEars } from './serve.ts'

void roomPort().then(serveEars)
