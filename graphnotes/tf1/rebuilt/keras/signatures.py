"""Parameters of the classes of tf.keras and of their methods in 1.15, where today's come in another order.

Only the positions matter: what the caller leaves out keeps today's default, which is 1.15's unless a module beside this one
says otherwise.
"""

from __future__ import annotations

from graphnotes.tf1.signatures import of_method


@of_method("tf_keras.src.layers.convolutional.conv1d", "Conv1D.__init__")
def conv1d(
    self,
    filters,
    kernel_size,
    strides=1,
    padding="valid",
    data_format="channels_last",
    dilation_rate=1,
    activation=None,
    use_bias=True,
    kernel_initializer="glorot_uniform",
    bias_initializer="zeros",
    kernel_regularizer=None,
    bias_regularizer=None,
    activity_regularizer=None,
    kernel_constraint=None,
    bias_constraint=None,
    **kwargs,
): ...


@of_method("tf_keras.src.layers.convolutional.conv2d", "Conv2D.__init__")
def conv2d(
    self,
    filters,
    kernel_size,
    strides=(1, 1),
    padding="valid",
    data_format=None,
    dilation_rate=(1, 1),
    activation=None,
    use_bias=True,
    kernel_initializer="glorot_uniform",
    bias_initializer="zeros",
    kernel_regularizer=None,
    bias_regularizer=None,
    activity_regularizer=None,
    kernel_constraint=None,
    bias_constraint=None,
    **kwargs,
): ...


@of_method("tf_keras.src.layers.convolutional.conv3d", "Conv3D.__init__")
def conv3d(
    self,
    filters,
    kernel_size,
    strides=(1, 1, 1),
    padding="valid",
    data_format=None,
    dilation_rate=(1, 1, 1),
    activation=None,
    use_bias=True,
    kernel_initializer="glorot_uniform",
    bias_initializer="zeros",
    kernel_regularizer=None,
    bias_regularizer=None,
    activity_regularizer=None,
    kernel_constraint=None,
    bias_constraint=None,
    **kwargs,
): ...


@of_method("tf_keras.src.layers.convolutional.conv3d_transpose", "Conv3DTranspose.__init__")
def conv3dtranspose(
    self,
    filters,
    kernel_size,
    strides=(1, 1, 1),
    padding="valid",
    output_padding=None,
    data_format=None,
    activation=None,
    use_bias=True,
    kernel_initializer="glorot_uniform",
    bias_initializer="zeros",
    kernel_regularizer=None,
    bias_regularizer=None,
    activity_regularizer=None,
    kernel_constraint=None,
    bias_constraint=None,
    **kwargs,
): ...


@of_method("tf_keras.src.layers.rnn.conv_lstm2d", "ConvLSTM2D.__init__")
def convlstm2d(
    self,
    filters,
    kernel_size,
    strides=(1, 1),
    padding="valid",
    data_format=None,
    dilation_rate=(1, 1),
    activation="tanh",
    recurrent_activation="hard_sigmoid",
    use_bias=True,
    kernel_initializer="glorot_uniform",
    recurrent_initializer="orthogonal",
    bias_initializer="zeros",
    unit_forget_bias=True,
    kernel_regularizer=None,
    recurrent_regularizer=None,
    bias_regularizer=None,
    activity_regularizer=None,
    kernel_constraint=None,
    recurrent_constraint=None,
    bias_constraint=None,
    return_sequences=False,
    go_backwards=False,
    stateful=False,
    dropout=0.0,
    recurrent_dropout=0.0,
    **kwargs,
): ...


@of_method("tf_keras.src.layers.convolutional.depthwise_conv2d", "DepthwiseConv2D.__init__")
def depthwiseconv2d(
    self,
    kernel_size,
    strides=(1, 1),
    padding="valid",
    depth_multiplier=1,
    data_format=None,
    activation=None,
    use_bias=True,
    depthwise_initializer="glorot_uniform",
    bias_initializer="zeros",
    depthwise_regularizer=None,
    bias_regularizer=None,
    activity_regularizer=None,
    depthwise_constraint=None,
    bias_constraint=None,
    **kwargs,
): ...


@of_method("tf_keras.src.layers.rnn.gru_v1", "GRU.__init__")
def gru(
    self,
    units,
    activation="tanh",
    recurrent_activation="hard_sigmoid",
    use_bias=True,
    kernel_initializer="glorot_uniform",
    recurrent_initializer="orthogonal",
    bias_initializer="zeros",
    kernel_regularizer=None,
    recurrent_regularizer=None,
    bias_regularizer=None,
    activity_regularizer=None,
    kernel_constraint=None,
    recurrent_constraint=None,
    bias_constraint=None,
    dropout=0.0,
    recurrent_dropout=0.0,
    implementation=1,
    return_sequences=False,
    return_state=False,
    go_backwards=False,
    stateful=False,
    unroll=False,
    reset_after=False,
    **kwargs,
): ...


@of_method("tf_keras.src.layers.rnn.gru_v1", "GRUCell.__init__")
def grucell(
    self,
    units,
    activation="tanh",
    recurrent_activation="hard_sigmoid",
    use_bias=True,
    kernel_initializer="glorot_uniform",
    recurrent_initializer="orthogonal",
    bias_initializer="zeros",
    kernel_regularizer=None,
    recurrent_regularizer=None,
    bias_regularizer=None,
    kernel_constraint=None,
    recurrent_constraint=None,
    bias_constraint=None,
    dropout=0.0,
    recurrent_dropout=0.0,
    implementation=1,
    reset_after=False,
    **kwargs,
): ...


@of_method("tf_keras.src.layers.rnn.lstm_v1", "LSTM.__init__")
def lstm(
    self,
    units,
    activation="tanh",
    recurrent_activation="hard_sigmoid",
    use_bias=True,
    kernel_initializer="glorot_uniform",
    recurrent_initializer="orthogonal",
    bias_initializer="zeros",
    unit_forget_bias=True,
    kernel_regularizer=None,
    recurrent_regularizer=None,
    bias_regularizer=None,
    activity_regularizer=None,
    kernel_constraint=None,
    recurrent_constraint=None,
    bias_constraint=None,
    dropout=0.0,
    recurrent_dropout=0.0,
    implementation=1,
    return_sequences=False,
    return_state=False,
    go_backwards=False,
    stateful=False,
    unroll=False,
    **kwargs,
): ...


@of_method("tf_keras.src.layers.rnn.lstm_v1", "LSTMCell.__init__")
def lstmcell(
    self,
    units,
    activation="tanh",
    recurrent_activation="hard_sigmoid",
    use_bias=True,
    kernel_initializer="glorot_uniform",
    recurrent_initializer="orthogonal",
    bias_initializer="zeros",
    unit_forget_bias=True,
    kernel_regularizer=None,
    recurrent_regularizer=None,
    bias_regularizer=None,
    kernel_constraint=None,
    recurrent_constraint=None,
    bias_constraint=None,
    dropout=0.0,
    recurrent_dropout=0.0,
    implementation=1,
    **kwargs,
): ...


@of_method("tf_keras.src.layers.normalization.layer_normalization", "LayerNormalization.__init__")
def layernormalization(
    self,
    axis=-1,
    epsilon=0.001,
    center=True,
    scale=True,
    beta_initializer="zeros",
    gamma_initializer="ones",
    beta_regularizer=None,
    gamma_regularizer=None,
    beta_constraint=None,
    gamma_constraint=None,
    trainable=True,
    name=None,
    **kwargs,
): ...


@of_method("tf_keras.src.losses", "BinaryCrossentropy.__init__")
def binarycrossentropy(self, from_logits=False, label_smoothing=0, reduction="auto", name="binary_crossentropy"): ...


@of_method("tf_keras.src.losses", "CategoricalCrossentropy.__init__")
def categoricalcrossentropy(
    self, from_logits=False, label_smoothing=0, reduction="auto", name="categorical_crossentropy"
): ...


@of_method("tf_keras.src.losses", "SparseCategoricalCrossentropy.__init__")
def sparsecategoricalcrossentropy(
    self, from_logits=False, reduction="auto", name="sparse_categorical_crossentropy"
): ...


@of_method("tf_keras.src.metrics.confusion_metrics", "SensitivityAtSpecificity.__init__")
def sensitivityatspecificity(self, specificity, num_thresholds=200, name=None, dtype=None): ...


@of_method("tf_keras.src.metrics.confusion_metrics", "SpecificityAtSensitivity.__init__")
def specificityatsensitivity(self, sensitivity, num_thresholds=200, name=None, dtype=None): ...


@of_method("tf_keras.src.metrics.probabilistic_metrics", "SparseCategoricalCrossentropy.__init__")
def sparsecategoricalcrossentropy_v1(
    self, name="sparse_categorical_crossentropy", dtype=None, from_logits=False, axis=-1
): ...


@of_method("tf_keras.src.preprocessing.image", "DirectoryIterator.__init__")
def directoryiterator(
    self,
    directory,
    image_data_generator,
    target_size=(256, 256),
    color_mode="rgb",
    classes=None,
    class_mode="categorical",
    batch_size=32,
    shuffle=True,
    seed=None,
    data_format=None,
    save_to_dir=None,
    save_prefix="",
    save_format="png",
    follow_links=False,
    subset=None,
    interpolation="nearest",
    dtype=None,
): ...


@of_method("tf_keras.src.preprocessing.image", "ImageDataGenerator.__init__")
def imagedatagenerator(
    self,
    featurewise_center=False,
    samplewise_center=False,
    featurewise_std_normalization=False,
    samplewise_std_normalization=False,
    zca_whitening=False,
    zca_epsilon=1e-06,
    rotation_range=0,
    width_shift_range=0.0,
    height_shift_range=0.0,
    brightness_range=None,
    shear_range=0.0,
    zoom_range=0.0,
    channel_shift_range=0.0,
    fill_mode="nearest",
    cval=0.0,
    horizontal_flip=False,
    vertical_flip=False,
    rescale=None,
    preprocessing_function=None,
    data_format=None,
    validation_split=0.0,
    dtype=None,
): ...


@of_method("tf_keras.src.preprocessing.image", "NumpyArrayIterator.__init__")
def numpyarrayiterator(
    self,
    x,
    y,
    image_data_generator,
    batch_size=32,
    shuffle=False,
    sample_weight=None,
    seed=None,
    data_format=None,
    save_to_dir=None,
    save_prefix="",
    save_format="png",
    subset=None,
    dtype=None,
): ...


@of_method("tf_keras.src.preprocessing.image", "ImageDataGenerator.flow")
def flow(
    self,
    x,
    y=None,
    batch_size=32,
    shuffle=True,
    sample_weight=None,
    seed=None,
    save_to_dir=None,
    save_prefix="",
    save_format="png",
    subset=None,
): ...


@of_method("tf_keras.src.preprocessing.text", "Tokenizer.__init__")
def tokenizer(
    self,
    num_words=None,
    filters='!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n',
    lower=True,
    split=" ",
    char_level=False,
    oov_token=None,
    document_count=0,
    **kwargs,
): ...


@of_method("tf_keras.src.utils.data_utils", "GeneratorEnqueuer.__init__", sequence="generator")
def generatorenqueuer(self, sequence, use_multiprocessing=False, random_seed=None): ...


@of_method("tf_keras.src.engine.base_layer", "Layer.add_update", inputs=None)
def add_update(self, updates, inputs=None): ...


@of_method("tf_keras.src.engine.base_layer", "Layer.add_loss")
def add_loss(self, losses, inputs=None): ...


@of_method("tf_keras.src.engine.base_layer", "Layer.add_metric")
def add_metric(self, value, aggregation=None, name=None): ...


@of_method("tf_keras.src.engine.base_layer", "Layer.add_weight")
def add_weight(
    self,
    name=None,
    shape=None,
    dtype=None,
    initializer=None,
    regularizer=None,
    trainable=None,
    constraint=None,
    partitioner=None,
    use_resource=None,
    synchronization=None,
    aggregation=None,
    **kwargs,
): ...


@of_method("tf_keras.src.engine.base_layer_v1", "Layer.add_update", inputs=None)
def add_update_v1(self, updates, inputs=None): ...


@of_method("tf_keras.src.engine.training", "Model.compile")
def compile(
    self,
    optimizer="rmsprop",
    loss=None,
    metrics=None,
    loss_weights=None,
    sample_weight_mode=None,
    weighted_metrics=None,
    target_tensors=None,
    distribute=None,
    **kwargs,
): ...


@of_method("tf_keras.src.engine.training", "Model.fit")
def fit(
    self,
    x=None,
    y=None,
    batch_size=None,
    epochs=1,
    verbose=1,
    callbacks=None,
    validation_split=0.0,
    validation_data=None,
    shuffle=True,
    class_weight=None,
    sample_weight=None,
    initial_epoch=0,
    steps_per_epoch=None,
    validation_steps=None,
    validation_freq=1,
    max_queue_size=10,
    workers=1,
    use_multiprocessing=False,
    **kwargs,
): ...


@of_method("tf_keras.src.engine.training", "Model.load_weights")
def load_weights(self, filepath, by_name=False): ...


@of_method("tf_keras.src.engine.training", "Model.save")
def save(self, filepath, overwrite=True, include_optimizer=True, save_format=None, signatures=None): ...


@of_method("tf_keras.src.regularizers", "L1.__init__", l="l1")
def l1(self, l=0.01): ...


@of_method("tf_keras.src.regularizers", "L2.__init__", l="l2")
def l2(self, l=0.01): ...


@of_method("tf_keras.src.optimizers.schedules.learning_rate_schedule", "NoisyLinearCosineDecay.__init__")
def noisylinearcosinedecay(
    self,
    initial_learning_rate,
    decay_steps,
    initial_variance=1.0,
    variance_decay=0.55,
    num_periods=0.5,
    alpha=0.0,
    beta=0.001,
    name=None,
): ...
