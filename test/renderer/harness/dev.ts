// `npm run dev`: the window over a made core in a plain browser, with hot reload; every state has an address, and `/states.html` lists them.
import { parseArgs } from 'node:util'
import { createServer } from 'vite'
import { devConfig } from './vite.ts'

const { values } = parseArgs({ options: { port: { type: 'string', default: '5180' } } })

const server = await createServer(devConfig(Number(values.port)))
await server.listen()
const [home = ''] = server.resolvedUrls?.local ?? []
console.log(`the window over a made core   ${home}`)
console.log(`the page of its states        ${home}states.html`)
console.log(`one of them                   ${home}?page=library-tracks&state=empty&theme=light&language=ko`)
console.log('an edit is on the screen at once; Ctrl-C ends')
