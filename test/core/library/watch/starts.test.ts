// From what was touched to the folders worth another look.
import { describe, expect, it } from 'vitest'
import { startsOf } from '../../../../main/core/library/watch/starts.ts'
import type { Touched } from '../../../../main/core/library/watch/subscribe.ts'

const folders = new Set(['/m/New', '/m/A/Sub'])
const look = (...touched: readonly (readonly [Touched['kind'], string])[]) =>
  startsOf(
    '/m',
    touched.map(([kind, path]) => ({ kind, path })),
    path => folders.has(path),
  )
const shallow = (folder: string) => ({ folder, raw: null, deep: false })
const deep = (folder: string) => ({ folder, raw: null, deep: true })

describe('the folders to look at again', () => {
  it('are those around the files that changed, each once', () => {
    expect(look(['update', '/m/A/1.mp3'], ['create', '/m/A/2.mp3'], ['update', '/m/3.flac'])).toEqual([
      shallow('A'),
      shallow(''),
    ])
  })

  it('hold everything in a folder that is new', () => {
    expect(look(['create', '/m/New'], ['create', '/m/New/1.mp3'])).toEqual([deep('New'), shallow('')])
  })

  it('hold everything below what is gone, which may have been a folder', () => {
    expect(look(['delete', '/m/A'])).toEqual([deep('A'), shallow('')])
  })

  it('take in a picture, which a record may wear', () => {
    expect(look(['update', '/m/A/cover.jpg'])).toEqual([shallow('A')])
  })

  it('leave out what is no music, hidden, or elsewhere', () => {
    expect(
      look(
        ['update', '/m/A/notes.txt'],
        ['create', '/m/.tmp/1.mp3'],
        ['create', '/m/A/._1.mp3'],
        ['update', '/elsewhere/1.mp3'],
      ),
    ).toEqual([])
  })

  it('are the whole root when it was touched itself, when too many were, or when a name is no valid text', () => {
    expect(look(['delete', '/m'])).toBeNull()
    expect(look(['update', '/m/caf\ufffd/1.mp3'])).toBeNull()
    expect(look(...Array.from({ length: 101 }, (_, i) => ['create', `/m/${i}/1.mp3`] as const))).toBeNull()
  })
})
