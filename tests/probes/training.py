"""Files, flags, sessions, sparse optimizer updates, metrics and Keras."""

import numpy as np

from tests.probes.inputs import X


def probes(tf, run, call, folder):
    c = tf.constant
    call("flags", lambda: (tf.app.flags.DEFINE_integer("zz", 3, "d"), tf.app.flags.FLAGS.zz)[1])
    call(
        "gfile",
        lambda: (
            tf.gfile.Exists(folder + "/a.csv"),
            type(tf.gfile.GFile(folder + "/a.csv").read()).__name__,
            type(tf.gfile.Open(folder + "/a.csv", "rb").read()).__name__,
            tf.gfile.FastGFile(folder + "/a.csv").readline(),
        ),
    )
    call("logging", lambda: (tf.logging.get_verbosity(), tf.logging.INFO))
    call("train_util", lambda: (tf.train.get_checkpoint_state("/nonexist"), tf.train.latest_checkpoint("/nonexist")))
    call(
        "tf_types",
        lambda: (
            str(tf.as_dtype("float32")),
            tf.float32 == np.float32,
            tf.int32.as_numpy_dtype.__name__,
            tf.string.as_numpy_dtype.__name__,
            tf.float32.base_dtype.name,
        ),
    )
    call("session_ctx", lambda: (lambda s: c(2.0).eval(session=s))(tf.Session()))
    call("interactive", lambda: (lambda s: (c(2.0).eval(), s.close())[0])(tf.InteractiveSession()))

    def adamsparse(opt):
        v = tf.Variable(X)
        l = tf.reduce_sum(tf.nn.embedding_lookup(v, [0, 0, 2]) ** 2)
        o = opt().minimize(l)
        with tf.control_dependencies([o]):
            return tf.identity(v.read_value() if hasattr(v, "read_value") else v)

    for n, o in [
        ("Adam", lambda: tf.train.AdamOptimizer(0.1)),
        ("RMS", lambda: tf.train.RMSPropOptimizer(0.1, centered=True)),
        ("Mom", lambda: tf.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True)),
        ("Ftrl", lambda: tf.train.FtrlOptimizer(0.1, l1_regularization_strength=0.1, l2_regularization_strength=0.1)),
        ("AdaDA", lambda: tf.train.AdagradDAOptimizer(0.1, tf.train.get_or_create_global_step())),
    ]:
        run("sparse_" + n, lambda: adamsparse(o))
    for n in [
        "mean",
        "mean_absolute_error",
        "mean_squared_error",
        "precision",
        "recall",
        "mean_iou",
        "mean_cosine_distance",
        "root_mean_squared_error",
        "false_positives",
        "mean_per_class_accuracy",
        "auc",
        "sensitivity_at_specificity",
        "precision_at_k",
    ]:

        def mt(n=n):
            a = {
                "mean": (c(X),),
                "mean_iou": ([0, 1, 1], [0, 1, 0], 2),
                "mean_per_class_accuracy": ([0, 1, 1], [0, 1, 0], 2),
                "mean_cosine_distance": (c(X), c(X * 2), 1),
                "auc": ([0, 1, 1], [0.1, 0.9, 0.3]),
                "sensitivity_at_specificity": ([0, 1, 1], [0.1, 0.9, 0.3], 0.5),
                "precision_at_k": (tf.constant([[0], [1]], tf.int64), c(X[:2]), 2),
            }.get(n, ([0.0, 1.0, 1.0], [0.0, 1.0, 0.0]) if n != "precision" else ([0, 1, 1], [0, 1, 0]))
            v, u = getattr(tf.metrics, n)(*a)
            with tf.Session() as s:
                s.run(tf.local_variables_initializer())
                s.run(u)
                return s.run(v)

        call("metric_" + n, mt)

    def kv1():
        K = tf.keras
        K.backend.clear_session()
        tf.set_random_seed(1)
        i = K.Input((5,))
        m = K.Model(i, K.layers.Dense(2)(i))
        m.compile("sgd", "mse", metrics=["acc"])
        h = m.fit(X, X[:, :2], epochs=1, batch_size=6, verbose=0)
        return (sorted(h.history), [v.name for v in m.trainable_weights], type(m.optimizer).__name__)

    call("keras_v1_fit", kv1)
    call("keras_opt_lr", lambda: (lambda o: (str(type(o)).split(".")[-1],))(tf.keras.optimizers.Adam(lr=0.5)))

    def kadam():
        o = tf.keras.optimizers.Adam(lr=0.5)
        v = o.learning_rate
        with tf.Session() as s:
            s.run(tf.global_variables_initializer())
            try:
                return float(tf.keras.backend.get_value(o.lr))
            except Exception as e:
                return "x " + repr(e)[:80]

    call("keras_v1_lr_value", kadam)
