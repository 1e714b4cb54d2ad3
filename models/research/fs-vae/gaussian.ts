// The latent of a variational autoencoder: a Gaussian with its own variance in each direction (Kingma, Welling 2014).
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import type { Rng } from '../../rng.ts'

/** KL from N(mu, exp(logvar)) to N(0, 1): -0.5 sum(1 + logvar - mu^2 - exp(logvar)), [rows, size] to [rows]. */
export function divergenceOf(mu: Tensor, logvar: Tensor): Tensor {
  return tf.mul(tf.sum(tf.sub(tf.sub(tf.add(logvar, 1), tf.square(mu)), tf.exp(logvar)), -1), -0.5)
}

/** A draw, mu + exp(logvar / 2) times a standard normal: gradients go through it. */
export function sampleOf(mu: Tensor, logvar: Tensor, rng: Rng): Tensor {
  const normals = tf.tensor(
    Float32Array.from({ length: mu.size }, () => rng.normal()),
    mu.shape,
  )
  return tf.add(mu, tf.mul(tf.exp(tf.mul(logvar, 0.5)), normals))
}
