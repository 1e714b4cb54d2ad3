// The window's entry: the interface first, and the player behind it.
import { mount } from './frame/mount.tsx'
import { startPlayer } from './player/start.ts'

const element = document.getElementById('root')
if (!element) throw new Error('index.html has no #root')
void mount(element).then(() => startPlayer(window.dwell))
