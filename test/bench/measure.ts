// How a measurement is told: figures by name, and times as their middle, their 95th of a hundred and their worst.
export type Report = (name: string, value: number, unit: string, note?: string) => void

export interface BenchOptions {
  /** Size of the made library. */
  readonly tracks: number
  /** A folder for what is made; gone after the run. */
  readonly work: string
}

export interface Spread {
  readonly p50: number
  readonly p95: number
  readonly max: number
  /** What took the longest. */
  readonly worst: string
}

/** `times` in ms, with what each was for. */
export function spread(times: readonly (readonly [what: string, ms: number])[]): Spread {
  const sorted = [...times].sort((a, b) => a[1] - b[1])
  const at = (part: number): readonly [string, number] =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? ['', 0]
  return { p50: at(0.5)[1], p95: at(0.95)[1], max: at(1)[1], worst: at(1)[0] }
}

export function reportSpread(
  report: Report,
  name: string,
  times: readonly (readonly [string, number])[],
  note?: string,
): void {
  const { p50, p95, max, worst } = spread(times)
  report(`${name}, p50`, p50, 'ms', note)
  report(`${name}, p95`, p95, 'ms')
  report(`${name}, max`, max, 'ms', worst === '' ? undefined : JSON.stringify(worst))
}

/** Wall ms of one call, awaited. */
export async function timed(call: () => unknown): Promise<number> {
  const from = performance.now()
  await call()
  return performance.now() - from
}
