import numpy as np

from graphnotes.datasets.rows import Rows


def test_permutations_compose_like_indexing_the_array_again_and_again():
    array, generator = np.arange(20).reshape(10, 2), np.random.RandomState(0)
    rows, plain = Rows(array), array
    for _ in range(3):
        permutation = generator.permutation(10)
        rows.permute(permutation)
        plain = plain[permutation]
        assert rows[2:7].tolist() == plain[2:7].tolist()
    assert rows.whole().tolist() == plain.tolist()
    assert array.tolist() == np.arange(20).reshape(10, 2).tolist()


def test_rows_in_their_own_order_are_views():
    array = np.zeros((4, 2))
    Rows(array)[1:3][0, 0] = 5
    assert array[1, 0] == 5


def test_scaled_bytes_equal_scaling_the_whole_array_first():
    pixels = np.arange(256, dtype=np.uint8).reshape(64, 4)
    rows, plain = Rows(pixels, 1.0 / 255.0), np.multiply(pixels.astype(np.float32), 1.0 / 255.0)
    assert rows[3:9].dtype == np.float32
    assert rows[3:9].tobytes() == plain[3:9].tobytes()
    assert rows.whole().tobytes() == plain.tobytes()


def test_the_whole_is_the_same_array_until_the_next_permutation():
    rows = Rows(np.arange(6, dtype=np.uint8).reshape(3, 2), 0.5)
    whole = rows.whole()
    assert rows.whole() is whole
    whole[0] = 9
    assert rows[0:1].tolist() == [[9, 9]]
    rows.permute(np.array([2, 1, 0]))
    assert rows.whole() is not whole and whole[0].tolist() == [9, 9]
