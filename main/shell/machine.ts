// What the core may know of the machine: battery, idleness, and whether others need the processors.
import os from 'node:os'
import { app, powerMonitor } from 'electron'
import type { MachineState } from '../core/host/machine.ts'

const EVERY_MS = 10_000
/** Others, taken together, keep more than this share of all processors at work. */
const BUSY_SHARE = 0.5

/** Tells `tell` now, every ten seconds and when the current comes or goes; the returned function says it once more, at once. */
export function watchMachine(tell: (state: MachineState) => void): () => void {
  let before = processorTimes()
  let busy = false
  // The first answer of getAppMetrics counts from each process's start.
  ownShare()

  /** Both are shares since the last look. */
  const look = () => {
    const now = processorTimes()
    const whole = now.all - before.all
    const worked = whole > 0 ? (now.working - before.working) / whole : 0
    before = now
    busy = worked - ownShare() > BUSY_SHARE
    say()
  }
  const say = () => {
    tell({ onBattery: powerMonitor.isOnBatteryPower(), idleS: powerMonitor.getSystemIdleTime(), busy })
  }
  setInterval(look, EVERY_MS)
  powerMonitor.on('on-battery', say)
  powerMonitor.on('on-ac', say)
  return say
}

/** Of all processors, by Dwell's own processes. */
const ownShare = () => app.getAppMetrics().reduce((sum, { cpu }) => sum + cpu.percentCPUUsage, 0) / 100

function processorTimes(): { readonly working: number; readonly all: number } {
  let [working, all] = [0, 0]
  for (const { times } of os.cpus()) {
    const sum = times.user + times.nice + times.sys + times.idle + times.irq
    working += sum - times.idle
    all += sum
  }
  return { working, all }
}
