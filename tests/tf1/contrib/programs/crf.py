"""tf.contrib.crf."""


def _ramp(tf, np, *shape):
    n = int(np.prod(shape))
    return tf.constant(((np.arange(n) * 29 % 53) / 26.0 - 1.0).reshape(shape).astype("f"))


def likelihood_and_gradient(tf, np):
    C = tf.contrib.crf
    z = _ramp(tf, np, 2, 4, 3)
    y, n = tf.constant([[0, 1, 2, 0], [2, 2, 0, 0]]), tf.constant([4, 2])
    ll, t = C.crf_log_likelihood(z, y, n)
    return {"ll": ll, "g": tf.gradients(ll, [z, t])}


def likelihood_of_unknown_length(tf, np):
    C = tf.contrib.crf
    z = tf.placeholder_with_default(np.ones((2, 3, 4), "f"), [None, None, 4])
    y = tf.placeholder_with_default(np.array([[0, 1, 3], [2, 2, 0]], "q"), [None, None])
    n = tf.placeholder_with_default(np.array([3, 0], "i"), [None])
    ll, t = C.crf_log_likelihood(z, y, n)
    tags, score = C.crf_decode(z, t, n)
    return {"ll": ll, "tags": tags, "score": score}


def decoding(tf, np):
    C = tf.contrib.crf
    t = _ramp(tf, np, 3, 3)
    tags, score = C.crf_decode(_ramp(tf, np, 2, 5, 3), t, tf.constant([5, 3]))
    one, best = C.crf_decode(_ramp(tf, np, 2, 1, 3), t, tf.constant([1, 1]))
    return {"tags": tags, "score": score, "one": one, "best": best}


def several_tags(tf, np):
    C = tf.contrib.crf
    allowed = tf.constant([[[True, False, True], [True, True, False], [False, True, True]]])
    return {"s": C.crf_multitag_sequence_score(_ramp(tf, np, 1, 3, 3), allowed, tf.constant([3]), _ramp(tf, np, 3, 3))}
