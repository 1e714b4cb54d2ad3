// Another taste for the same chair: what the demonstration's listener becomes when the taste changes in the middle.
import { demoTaste, type Taste } from '../../main/core/demo/listener.ts'

/** Rock and chiptune come up, jazz and folk go down, ambient is for nobody any more, and other artists count. */
export const changedTaste: Taste = {
  moods: {
    ambient: [0.2, 0.1, 0.05, 0.1],
    chiptune: [0.5, 0.55, 0.8, 0.7],
    house: [0.1, 0.3, 0.2, 0.2],
    jazz: [0.3, 0.2, 0.15, 0.1],
    folk: [0.2, 0.15, 0.3, 0.35],
    rock: [0.75, 0.85, 0.9, 0.75],
  },
  liking: artist => demoTaste.liking(`${artist}, heard anew`),
}
