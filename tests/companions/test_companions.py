"""What old scripts import beside TensorFlow and NumPy."""

import base64
import collections
import inspect
import io
import itertools
import pickle
import time

import numpy as np
import pytest
from PIL import Image

from graphnotes.check.beside import verdict
from graphnotes.companions import (
    matplotlib2,
    numpy1,
    pillow,
    pkg_resources,
    python2,
    scipy1,
    sklearn,
    stdlib,
)


@pytest.fixture
def misc():
    return scipy1.redirect("scipy.misc")


def test_images_are_scaled_to_bytes_as_scipy_misc_did(misc, tmp_path):
    ramp = np.array([[0.0, 0.5], [0.75, 1.0]])
    assert misc.bytescale(ramp).tolist() == [[0, 128], [191, 255]]
    assert misc.bytescale(ramp, cmin=0, cmax=2).tolist() == [[0, 64], [96, 128]]
    path = str(tmp_path / "ramp.png")
    misc.imsave(path, ramp)
    assert misc.imread(path).tolist() == [[0, 128], [191, 255]] and misc.imread(path).dtype == np.uint8
    colour = np.zeros((4, 6, 3), np.uint8)
    colour[..., 0] = 255
    misc.imsave(path, colour)
    assert misc.imread(path).shape == (4, 6, 3)
    assert misc.imread(path, flatten=True).dtype == np.float32 and misc.imread(path, mode="L").shape == (4, 6)


def test_images_are_read_by_ndimage_too(tmp_path):
    pytest.importorskip("scipy")
    Image.new("RGB", (3, 2), (1, 2, 3)).save(tmp_path / "a.png")
    assert scipy1.redirect("scipy").ndimage.imread(str(tmp_path / "a.png"), mode="L").shape == (2, 3)


def test_imresize_takes_a_percentage_a_fraction_or_a_shape(misc):
    image = np.arange(64, dtype=np.uint8).reshape(8, 8)
    assert misc.imresize(image, 50).shape == (4, 4)
    assert misc.imresize(image, 2.0).shape == (16, 16)
    assert misc.imresize(image, (3, 5), interp="nearest").shape == (3, 5)
    assert misc.imresize(np.ones((3, 8, 8)), (4, 4)).shape == (4, 4, 3), "the axis of size 3 is colour"
    assert misc.imrotate(image, 90, "nearest").shape == (8, 8)
    with pytest.raises(ValueError, match="suitable array shape"):
        misc.toimage(np.zeros(3))
    assert isinstance(misc.toimage(image), Image.Image)


def test_derivative_is_a_central_difference(misc):
    assert misc.derivative(lambda x: x**3 + x**2, 1.0, dx=1e-6) == pytest.approx(5.0, rel=1e-5)


def test_names_scipy_moved():
    pytest.importorskip("scipy")
    scipy = scipy1.redirect("scipy")
    assert scipy.array([1]).tolist() == [1] and scipy.misc is scipy1.redirect("scipy.misc")
    assert scipy.misc.logsumexp([0.0, 0.0]) == pytest.approx(np.log(2)) and scipy.misc.comb(4, 2) == 6
    assert scipy1.redirect("scipy.integrate").simps([1, 1, 1]) == 2
    assert scipy1.redirect("scipy.signal").hann(3).tolist() == [0, 1, 0]
    assert scipy1.redirect("scipy.linalg").tril(np.ones((2, 2))).tolist() == [[1, 0], [1, 1]]
    assert scipy1.redirect("scipy.stats").binom_test(5, 10) == pytest.approx(1.0)
    assert scipy1.redirect("scipy.ndimage.filters").gaussian_filter is scipy1.redirect("scipy.ndimage").gaussian_filter
    assert scipy1.redirect("scipy.no_such") is None


def test_ndimage_rotates_by_an_array_of_one_angle():
    ndimage = pytest.importorskip("scipy.ndimage")
    image = np.arange(9.0).reshape(3, 3)
    assert (scipy1.redirect("scipy").ndimage.rotate(image, np.array([30]), reshape=False) == ndimage.rotate(image, 30, reshape=False)).all()
    assert scipy1.redirect("scipy.ndimage").zoom is ndimage.zoom


def test_standard_modules_have_their_old_names_and_the_real_ones_do_not():
    old = stdlib.redirect
    assert old("collections").Mapping is collections.abc.Mapping and not hasattr(collections, "Mapping")
    assert old("collections").OrderedDict is collections.OrderedDict
    assert old("inspect").getargspec(lambda a, b=1, *c, **d: 0) == (["a", "b"], "c", "d", (1,))
    assert old("inspect").formatargspec(["a", "b"], None, "k", (1,)) == "(a, b=1, **k)"
    assert not hasattr(inspect, "getargspec")
    assert old("time").clock() <= time.process_time() and not hasattr(time, "clock")
    assert old("fractions").gcd(12, 18) == 6
    assert old("base64").decodestring(old("base64").encodestring(b"x")) == b"x" == base64.decodebytes(b"eA==")
    assert old("cgi").escape('<a href="">') == '&lt;a href=""&gt;'
    assert list(old("itertools").izip([1], [2])) == [(1, 2)] and old("itertools").chain is itertools.chain
    assert old("string").letters[:2] == "ab" and old("string").join(["a", "b"]) == "a b"
    assert old("xml.etree.cElementTree").fromstring("<a/>").tag == "a"
    assert old("distutils.version").LooseVersion("1.10") > old("distutils.version").LooseVersion("1.9.0")


def test_imp_loads_files(tmp_path):
    imp = stdlib.redirect("imp")
    (tmp_path / "beside.py").write_text("value = 3\n")
    assert imp.load_source("graphnotes_test_beside", str(tmp_path / "beside.py")).value == 3
    found = imp.find_module("beside", [str(tmp_path)])
    assert imp.load_module("graphnotes_test_beside", *found).value == 3
    found[0].close()
    with pytest.raises(ImportError, match="nowhere"):
        imp.find_module("nowhere", [str(tmp_path)])
    assert imp.new_module("m").__name__ == "m"


def test_modules_of_python_2(tmp_path):
    old = python2.redirect
    assert old("urllib2").urlopen and old("urllib2").HTTPError and old("urllib").urlencode({"a": 1}) == "a=1" and old("urllib").urlretrieve
    assert old("ConfigParser").ConfigParser and old("Queue").Queue and old("urlparse").urlparse("http://a/b").path == "/b"
    assert old("cPickle").loads(old("cPickle").dumps([1])) == [1]
    assert old("cPickle").load(io.BytesIO(b"S'caf\\xe9'\np0\n.")) == "café", "byte strings of Python 2 come out whole"
    with open(tmp_path / "old.pkl", "w") as file:  # text and bytes were one to Python 2
        old("cPickle").dump({"a": [1]}, file)
    with open(tmp_path / "old.pkl") as file:
        assert old("cPickle").load(file) == {"a": [1]}
    assert old("cPickle").PicklingError is pickle.PicklingError
    assert old("no_such") is None and old("sets").Set([1]) == {1}
    assert not hasattr(old("Queue"), "nothing")


def test_stringio_is_of_what_is_written_first():
    buffer = python2.redirect("StringIO").StringIO()
    Image.new("L", (2, 2)).save(buffer, "png")
    assert buffer.getvalue()[:4] == b"\x89PNG"
    text = python2.redirect("cStringIO").StringIO("a\nb\n")
    assert [line for line in text] == ["a\n", "b\n"] and text.getvalue() == "a\nb\n"
    assert python2.StringIO().getvalue() == "" and python2.StringIO().read() == ""


def test_a_module_of_ones_own_comes_before_python_2s(tmp_path, monkeypatch):
    (tmp_path / "commands.py").write_text("mine = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    python2.redirect.cache_clear()
    assert python2.redirect("commands") is None


def test_matplotlib_functions_and_styles_of_then(monkeypatch):
    matplotlib = matplotlib2.redirect("matplotlib")
    matplotlib.use("Agg", warn=False)
    plt = matplotlib2.redirect("matplotlib.pyplot")
    counts, _, _ = plt.hist([1, 2, 2], bins=2, normed=True)
    assert sum(counts) == pytest.approx(2.0)
    plt.hold(True)
    assert plt.gca(projection="3d").name == "3d"
    assert plt.cm.get_cmap("spectral").name == "nipy_spectral" and plt.cm.Vega10.name == "tab10"
    assert matplotlib2.redirect("matplotlib.mlab").normpdf(0.0, 0.0, 1.0) == pytest.approx(0.3989422804)
    plt.style.use("seaborn-whitegrid")
    plt.close("all")
    matplotlib.rcdefaults()


def test_linear_assignment_pairs_rows_with_columns():
    pytest.importorskip("sklearn")
    pairs = sklearn.redirect("sklearn.utils.linear_assignment_").linear_assignment(np.array([[4, 1, 3], [2, 0, 5], [3, 2, 2]]))
    assert pairs.tolist() == [[0, 1], [1, 0], [2, 2]]
    assert verdict("sklearn.utils.linear_assignment_.linear_assignment").status == "restored"
    assert verdict("scipy.ndimage.imread").status == "restored" and scipy1.redirect("scipy.ndimage").imread is scipy1.redirect("scipy.misc").imread


def test_preambles_of_latex_may_be_lists_of_lines():
    plt = matplotlib2.redirect("matplotlib.pyplot")
    before = plt.rcParams["pgf.preamble"]
    plt.rcParams.update({"pgf.preamble": ["a", "b"], "font.size": 9})
    assert (plt.rcParams["pgf.preamble"], plt.rcParams.get("font.size")) == ("a\nb", 9)
    assert matplotlib2.redirect("matplotlib").rcParams["pgf.preamble"] == "a\nb"
    plt.rcParams["pgf.preamble"] = before


def test_numpy_has_the_module_warnings_it_had_imported():
    with numpy1.redirect("numpy").warnings.catch_warnings(record=True) as seen:
        numpy1.redirect("numpy").warnings.warn("said", stacklevel=1)
    assert [str(w.message) for w in seen] == ["said"]


def test_sklearn_modules_of_then():
    pytest.importorskip("sklearn")
    assert sklearn.redirect("sklearn.cross_validation").train_test_split([1, 2], test_size=1)
    assert sklearn.redirect("sklearn.externals.joblib").dump and sklearn.redirect("sklearn").cross_validation
    imputer = sklearn.redirect("sklearn.preprocessing").Imputer()
    assert imputer.fit_transform([[1.0], [np.nan], [3.0]]).tolist() == [[1.0], [2.0], [3.0]]


def test_tsne_takes_the_arguments_of_then():
    pytest.importorskip("sklearn")
    tsne = sklearn.redirect("sklearn.manifold").TSNE(perplexity=5, n_components=2, init="pca", n_iter=300)
    assert tsne.max_iter == 300 and tsne.init == "pca" and tsne.learning_rate == 200.0
    assert sklearn.redirect("sklearn").manifold.TSNE(3, 7.0).perplexity == 7.0


def test_a_perceptron_without_tolerance_takes_every_step():
    today = pytest.importorskip("sklearn.linear_model").Perceptron
    settings = {"max_iter": 20, "tol": -np.inf, "random_state": 1}
    points, classes = [[0.0, 1.0], [1.0, 0.0], [2.0, 1.0]], [0, 1, 1]
    old = sklearn.redirect("sklearn").linear_model.Perceptron(**settings).fit(points, classes)
    assert old.n_iter_ == 20 and isinstance(pickle.loads(pickle.dumps(old)), today)
    with pytest.raises(ValueError, match="tol"):
        today(**settings).fit(points, classes)


def test_pillow_filters_of_then():
    old = pillow.redirect("PIL.Image")
    assert old.ANTIALIAS == Image.LANCZOS and old.Image is Image.Image and not hasattr(Image, "ANTIALIAS")
    assert pillow.redirect("PIL").Image is old


def test_pkg_resources_tells_versions_and_finds_files_without_setuptools(monkeypatch):
    monkeypatch.setattr(pkg_resources, "real_module", lambda name: None)
    pkg_resources.redirect.cache_clear()
    old = pkg_resources.redirect("pkg_resources")
    numpy = old.get_distribution("numpy")
    assert numpy.version == np.__version__ and numpy.parsed_version >= old.parse_version("1.9")
    with pytest.raises(old.DistributionNotFound, match="no-such-package"):
        old.get_distribution("no-such-package")
    assert old.resource_exists("numpy", "__init__.py") and not old.resource_exists("numpy", "no/such.txt")
    assert b"numpy" in old.resource_string("numpy", "__init__.py").lower()
    pkg_resources.redirect.cache_clear()


def test_importing_scipy_imports_a_submodule_when_it_is_touched():
    pytest.importorskip("scipy")
    scipy = scipy1.redirect.__wrapped__("scipy")
    assert "stats" in dir(scipy) and "stats" not in vars(scipy)
    assert scipy.stats is scipy1.redirect("scipy.stats")
    with pytest.raises(AttributeError, match="nosuch"):
        scipy.nosuch  # noqa: B018
