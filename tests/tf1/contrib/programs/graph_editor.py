"""Graphs looked at, copied and rewired with tf.contrib.graph_editor."""


def _model(tf):
    x = tf.placeholder_with_default([[1.0, 2.0], [3.0, 4.0]], [None, 2], name="x")
    w = tf.get_variable("w", initializer=[[0.5, -1.0], [2.0, 0.25]])
    with tf.name_scope("hidden"):
        h = tf.nn.relu(tf.matmul(x, w, name="product"), name="h")
    with tf.control_dependencies([tf.identity(h, name="watched")]):
        y = tf.reduce_sum(tf.square(h, name="squared"), name="y")
    tf.add_to_collection("hidden/mine", h)
    return x, w, h, y


def _names(tf, items):
    return tf.constant(sorted(item.name for item in items))


def selecting(tf, np):
    ge = tf.contrib.graph_editor
    x, w, h, y = _model(tf)
    graph = x.graph
    cios = ge.ControlOutputs(graph)
    gradient = tf.gradients(y, w)[0]
    both = ge.select_ops_and_ts("^hidden/h$", "(?#ts)^y:0", h, graph=graph)
    return {
        "forward": _names(tf, ge.get_forward_walk_ops(x.op, inclusive=False)),
        "forward_ts": _names(tf, ge.get_forward_walk_ops([h], within_ops_fn=lambda op: "grad" not in op.name)),
        "stopped": _names(tf, ge.get_forward_walk_ops(w.op, stop_at_ts=[h])),
        "waiting": _names(tf, ge.get_forward_walk_ops(graph.get_operation_by_name("watched"), control_outputs=cios)),
        "backward": _names(tf, ge.get_backward_walk_ops([y], control_inputs=True)),
        "between": _names(tf, ge.get_walks_intersection_ops([x], [y])),
        "union": _names(tf, ge.get_walks_union_ops([h], [h])),
        "near": _names(tf, ge.get_ops_ios([h.op])),
        "within": _names(tf, ge.get_within_boundary_ops(graph, [h.op], [x.op, y.op])),
        "scope": _names(tf, ge.get_name_scope_ops(graph, "hidden/")),
        "regex": _names(tf, ge.filter_ts_from_regex(graph, "^hidden/.*:0")),
        "ops": _names(tf, ge.filter_ops_from_regex(gradient.op, "MatMul")),
        "selected": _names(tf, both[0]),
        "selected_ts": _names(tf, both[1]),
        "boundary": [_names(tf, ts) for ts in ge.compute_boundary_ts(ge.get_name_scope_ops(graph, "hidden"))],
        "view": tf.constant(str(ge.sgv_scope("hidden", graph=graph)).split("\n")[1:]),
    }


def views(tf, np):
    ge = tf.contrib.graph_editor
    x, _w, h, _y = _model(tf)
    view = ge.sgv("hidden/", graph=x.graph)
    passing = ge.sgv(h)
    turned = view.remap_inputs([1, 0])
    twice = view.remap_outputs([0, 0]).remap_outputs_to_consumers()
    return {
        "inputs": tf.constant([t.name for t in view.inputs]),
        "turned": tf.constant([t.name for t in turned.inputs]),
        "default": tf.constant([t.name for t in turned.remap_default().inputs]),
        "outputs": tf.constant([t.name for t in twice.outputs]),
        "passing": tf.constant([t.name for t in passing.passthroughs] + [str(len(passing.ops))]),
        "consumers": _names(tf, view.consumers()),
        "found": tf.constant(view.find_op_by_name("hidden/h").type),
        "position": tf.constant([view.input_index(x), view.output_index(h)]),
    }


def copying(tf, np):
    ge = tf.contrib.graph_editor
    x, _w, h, y = _model(tf)
    copied, info = ge.copy(ge.sgv_scope("hidden", graph=x.graph), dst_scope="twin", src_scope="hidden")
    new_x = tf.constant([[-1.0, 1.0]], name="new_x")
    replaced, _ = ge.copy_with_input_replacements(ge.sgv("^hidden/|^y|^squared", graph=x.graph), {x: new_x}, dst_scope="again")
    return {
        "copied": tf.constant([op.name for op in copied.ops]),
        "inputs": tf.constant([t.name for t in copied.inputs]),
        "h": tf.constant(info.transformed(h).name + " " + info.original(info.transformed(h.op)).name),
        "mine": tf.constant([t.name for t in tf.get_collection("hidden/mine") + tf.get_collection("twin/mine")]),
        "y": replaced.outputs[-1],
        "outputs": tf.constant([t.name for t in replaced.outputs]),
        "y0": y,
    }


def replacing(tf, np):
    ge = tf.contrib.graph_editor
    x, w, h, y = _model(tf)
    new_h = tf.constant([[1.0, 1.0]])
    y2, h2, x2 = ge.graph_replace([y, h, x], {h: new_h, x: tf.constant([[9.0, 9.0]])}, dst_scope="second")
    gradient = tf.gradients(y, w)[0]
    # gradient checkpointing: the part between is computed anew for the gradient
    stopped = tf.stop_gradient(x)
    _again, info = ge.copy_with_input_replacements(ge.sgv(ge.get_name_scope_ops(x.graph, "hidden")), {x: stopped})
    ge.add_control_inputs(info.transformed(h.op).inputs[0].op, [y.op])
    ge.reroute_ts([info.transformed(h)], [h], can_modify=[op for op in h.consumers() if "grad" in op.name])
    return {"y2": y2, "h2": h2, "x2": x2, "y": y, "gradient": gradient}


def loops(tf, np):
    ge = tf.contrib.graph_editor
    start = tf.constant([1.0, 2.0], name="start")
    _, total = tf.while_loop(lambda i, t: i < 3, lambda i, t: (i + 1, t * start), [tf.constant(0), start])
    z = tf.reduce_sum(total, name="z")
    replaced = ge.graph_replace(z, {start: tf.constant([3.0, 1.0])}, dst_scope="three")
    return {"name": tf.constant(replaced.name)}  # 1.15 could not run two loops of one frame name


def rewiring(tf, np):
    ge = tf.contrib.graph_editor
    a, b, c = (tf.constant(v, name=n) for v, n in ((1.0, "a"), (2.0, "b"), (5.0, "c")))
    p = tf.add(a, b, name="p")
    q = tf.subtract(c, a, name="q")
    r = tf.multiply(p, q, name="r")
    s = tf.add(r, c, name="s")
    counts = [ge.swap_ts([a], [c], can_modify=[q.op]), ge.reroute_ts(b, c, cannot_modify=[s.op])]
    ge.swap_outputs(ge.sgv(p.op), ge.sgv(q.op))
    ge.add_control_inputs(s.op, [p.op, q.op])
    ge.remove_control_inputs(s.op, q.op)
    return {"s": s, "counts": tf.constant(counts), "waits": _names(tf, s.op.control_inputs)}


def detaching(tf, np):
    ge = tf.contrib.graph_editor
    x, _w, h, _y = _model(tf)
    sgv, before = ge.detach_inputs(ge.sgv("^hidden/h$", graph=x.graph))
    _, after = ge.detach_outputs(ge.sgv("^squared$", graph=x.graph))
    cios = ge.ControlOutputs(x.graph)
    ge.detach_control_outputs(ge.sgv("^watched$", graph=x.graph), cios)
    names = [t.name for t in [*before, *after, *sgv.inputs]]
    ge.connect(ge.sgv("^x$", graph=x.graph), ge.sgv("^hidden/h$", graph=x.graph))
    return {"names": tf.constant(names), "h": h}


def bypassing(tf, np):
    ge = tf.contrib.graph_editor
    x = tf.constant([1.0, -2.0], name="x")
    y = tf.exp(tf.abs(x, name="abs"), name="y")
    _, fed = ge.bypass(ge.sgv("^abs$", graph=x.graph))
    return {"y": y, "fed": tf.constant([t.name for t in fed]), "made": ge.ph(tf.float32, scope="here").name and tf.constant(1)}
