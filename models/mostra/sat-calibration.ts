// Probabilities that mean what they say: a slope and a constant over logits, from plays that were not learned from (Platt 1999).

export interface Calibration {
  readonly slope: number
  readonly intercept: number
}

export const calibrated = ({ slope, intercept }: Calibration, logit: number): number =>
  1 / (1 + Math.exp(-(slope * logit + intercept)))

/** As many plays as "leave it as it is" weighs. */
const PRIOR = 50

/** Newton on the cross-entropy of `labels` (1, 0), held to slope 1 and constant 0 by a few plays' worth. */
export function fitCalibration(logits: readonly number[], labels: readonly number[]): Calibration {
  let [slope, intercept] = [1, 0]
  for (let iteration = 0; iteration < 20; iteration++) {
    let [gs, gi, hss, hsi, hii] = [PRIOR * (slope - 1), PRIOR * 0.1 * intercept, PRIOR, 0, PRIOR * 0.1]
    logits.forEach((logit, index) => {
      const probability = calibrated({ slope, intercept }, logit)
      const error = probability - (labels[index] ?? 0)
      const curve = Math.max(1e-6, probability * (1 - probability))
      gs += error * logit
      gi += error
      hss += curve * logit * logit
      hsi += curve * logit
      hii += curve
    })
    const determinant = hss * hii - hsi * hsi
    const [ds, di] = [(hii * gs - hsi * gi) / determinant, (hss * gi - hsi * gs) / determinant]
    const most = Math.max(Math.abs(ds), Math.abs(di))
    const share = Math.min(1, 1 / Math.max(most, 1e-9))
    slope -= share * ds
    intercept -= share * di
    if (most < 1e-6) break
  }
  // Half of the way: what the last weeks were like does not last (measured: as good as none for some listeners, better for others).
  return { slope: Math.max(0.5, (1 + slope) / 2), intercept: intercept / 2 }
}
