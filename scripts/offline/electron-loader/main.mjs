// What an Electron that carries no default application runs instead: the folder named by the first argument that is no
// flag becomes the application, as `electron FOLDER` does everywhere else. Copied into the registry's Electron.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

/** Electron's own default application sets these two as well; its types leave them out. */
const application = /** @type {typeof app & { setVersion(version: string): void, setAppPath(path: string): void }} */ (
  app
)

const named = process.argv.slice(1).find(argument => !argument.startsWith('-'))
if (!named) {
  process.stderr.write('electron: name the folder of an application\n')
  app.exit(1)
} else {
  const folder = resolve(named)
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  app.setName(description.productName ?? description.name)
  application.setVersion(description.version)
  application.setAppPath(folder)
  await import(pathToFileURL(join(folder, description.main)).href)
}
