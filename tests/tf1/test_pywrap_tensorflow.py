"""tf.pywrap_tensorflow: what scripts used of TensorFlow's C++ bindings, and what refuses."""

import pytest

import graphnotes.tf1 as tf

p = tf.pywrap_tensorflow


def test_records_are_written_and_read_one_by_one(tmp_path):
    path = str(tmp_path / "records").encode()
    for compression in (b"", b"GZIP"):
        writer = p.PyRecordWriter.New(path, p.RecordWriterOptions.CreateRecordWriterOptions(compression), None)
        for record in (b"one", b"three"):
            writer.WriteRecord(record, None)
        writer.Flush(None)
        writer.Close(None)
        reader = p.PyRecordReader_New(path, 0, compression, None)
        reader.GetNext()
        assert (reader.record(), reader.offset()) == (b"one", 19)
        reader.GetNext()
        assert reader.record() == b"three"
        with pytest.raises(tf.errors.OutOfRangeError):
            reader.GetNext()
        reader.Close()
    later = p.PyRecordReader.New(path, 19, b"GZIP", None)
    later.GetNext()
    assert later.record() == b"three"
    with pytest.raises(tf.errors.DataLossError, match="no record starts at byte 5"):
        p.PyRecordReader.New(path, 5, b"GZIP", None)


def test_files_are_written_and_read_by_pieces(tmp_path):
    path = str(tmp_path / "text").encode()
    file = p.CreateWritableFile(path, b"w")
    p.AppendToFile(b"abc\nd", file)
    file.Flush()
    file.Close()
    stream = p.CreateBufferedInputStream(path, 100)
    assert (stream.Tell(), stream.ReadLineAsString(), stream.Tell()) == (0, b"abc\n", 4)
    stream.Seek(1)
    assert p.ReadFromStream(stream, 2) == b"bc"


def test_constants_and_small_functions():
    assert (p.GRAPH_DEF_VERSION, p.TF_NOT_FOUND, p.TENSOR_HANDLE_KEY, p.TF_Version()) == (134, 5, "TensorHandle", "1.15.5")
    assert p.IsSequence([1]) and p.IsSequence({}) and not p.IsSequence("a")
    assert p.IsSequenceForData((1,)) and not p.IsSequenceForData([1])
    assert p.IsAbsolutePath(b"/a") and p.Basename(b"/a/b.c") == b"b.c" and p.TF_DataTypeSize(1) == 4
    assert p.Status().ok() and p.Status.OK().ToString() == b"OK"
    assert p.Status(3, "bad").ToString() == b"Invalid argument: bad"
    with p.deprecation.silence():
        assert p.deprecation.tf_inspect.isfunction(len) is False
    span = p.PythonTraceMe("span")
    span.Enter()
    span.Exit()
    assert not p.PythonTraceMe.IsEnabled()


def test_a_trace_can_be_filtered_and_mapped():
    stack = tf.flags.tf_decorator.tf_stack
    plain = stack.extract_stack()
    assert plain[-1].name == "test_a_trace_can_be_filtered_and_mapped" and plain[-1].filename == __file__
    assert stack.convert_stack(plain)[-1][stack.TB_CODEDICT] == "plain = stack.extract_stack()"
    assert len(stack.extract_stack(limit=2)) == 2

    def deeper():
        return stack.extract_stack()

    with stack.CurrentModuleFilter():
        assert sum(frame.filename == __file__ for frame in deeper()) == 1  # the innermost stays

    class Elsewhere(stack.StackTraceMapper):
        def get_effective_source_map(self):
            return {(__file__, deeper.__code__.co_firstlineno + 1): ("original.py", 7, "written")}

    with Elsewhere():
        assert deeper()[-1][:3] == ("original.py", 7, "written")


def test_what_was_gone_with_the_bindings_says_so():
    with pytest.raises(NotImplementedError, match=r"pywrap_tensorflow\.GCluster .* internal C\+\+ class"):
        p.GCluster()
    with pytest.raises(NotImplementedError, match="StatusGroup_IsDerived"):
        p.StatusGroup_IsDerived(None)
    with pytest.raises(NotImplementedError, match="no extensions"):
        tf.Summary.RegisterExtension(None)
