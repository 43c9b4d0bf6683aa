"""TransformedDistribution with bijectors of one's own."""


def _exp(tf):
    from tensorflow.python.ops.distributions import bijector

    class Exp(bijector.Bijector):
        def __init__(self):
            super().__init__(forward_min_event_ndims=0, name="exp")

        def _forward(self, x):
            return tf.exp(x)

        def _inverse(self, y):
            return tf.log(y)

        def _inverse_log_det_jacobian(self, y):
            return -tf.log(y)

    return Exp()


def log_normal(tf, np):
    D = tf.contrib.distributions
    d = D.TransformedDistribution(D.Normal([0.0, 1.0], 2.0), _exp(tf))
    y = d.sample(3, seed=5)
    return {"y": y, "l": d.log_prob(y), "p": d.prob([1.0, 2.0]), "c": d.cdf([1.0, 2.0]), "q": d.quantile(0.3)}


def identity(tf, np):
    D = tf.contrib.distributions
    d = D.TransformedDistribution(D.Normal(0.0, 2.0), batch_shape=[2], event_shape=[3])
    y = d.sample([2, 2], seed=1)
    return {"y": y, "l": d.log_prob(y), "p": d.prob(y), "e": d.entropy(), "b": d.batch_shape_tensor()}


def turned(tf, np):
    D = tf.contrib.distributions
    d = D.TransformedDistribution(D.Normal([0.0, 3.0], 2.0), _exp(tf), event_shape=[3], validate_args=True)
    y = d.sample(4, seed=2)
    return {"y": y, "l": d.log_prob(y)}


def unknown_shapes(tf, np):
    D = tf.contrib.distributions
    loc = tf.placeholder_with_default(np.array([0.0, 1.0], "f"), None)
    shape = tf.placeholder_with_default(np.array([3], "i"), [None])
    d = D.TransformedDistribution(D.Normal(loc, 1.0), _exp(tf), event_shape=shape)
    y = d.sample(2, seed=3)
    return {"y": y, "l": d.log_prob(y)}
