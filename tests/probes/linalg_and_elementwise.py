"""Decompositions, transforms, and the elementwise functions."""

import numpy as np

from tests.probes.inputs import A, S, X


def probes(tf, run, call, folder):
    c = tf.constant
    R = np.random.RandomState(1)
    run("svd", lambda: tf.svd(c(A)))
    run("qr", lambda: tf.qr(c(A)))
    run("eigh", lambda: tf.self_adjoint_eig(c(S)))
    run("chol", lambda: tf.cholesky(c(S)))
    run("inv", lambda: tf.matrix_inverse(c(A)))
    run("solve", lambda: tf.matrix_solve(c(A), c(A)))
    run("lstsq", lambda: tf.matrix_solve_ls(c(X), c(X[:, :1])))
    run("det", lambda: tf.matrix_determinant(c(A)))
    run("expm", lambda: tf.linalg.expm(c(A)))
    run("logm", lambda: tf.linalg.logm(tf.cast(c(S), tf.complex64)))
    run("fft", lambda: tf.abs(tf.fft(tf.cast(c(X), tf.complex64))))
    run("rfft", lambda: tf.abs(tf.spectral.rfft(c(X))))
    run("stft", lambda: tf.abs(tf.signal.stft(c(R.randn(64).astype("f")), 16, 8)))
    run("dct", lambda: tf.spectral.dct(c(X)))
    for n in "exp log1p expm1 tanh sigmoid erf erfc lgamma digamma sin cos tan atan sinh cosh asinh rsqrt sqrt floor ceil round rint sign reciprocal square abs softplus softsign elu selu relu6 log_sigmoid".split():
        run("u_" + n, lambda: (getattr(tf, n, None) or getattr(tf.nn, n, None) or getattr(tf.math, n))(c(X)))
