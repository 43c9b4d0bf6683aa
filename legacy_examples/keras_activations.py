"""The activation functions of the Keras note and their derivatives, in NumPy."""
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    # from s = 1 / (1 + e^-x) follows s' = s (1 - s)
    return sigmoid(x) * (1 - sigmoid(x))


def relu(x):
    return np.maximum(x, 0)


def relu_derivative(x):
    d = np.array(x, copy=True)
    d[x < 0] = 0
    d[x >= 0] = 1
    return d


def leaky_relu(x, p):
    return np.where(x < 0, p * x, x)


def leaky_relu_derivative(x, p):
    # p, the slope of the negative half, is a hyperparameter
    dx = np.ones_like(x)
    dx[x < 0] = p
    return dx


def tanh(x):
    # tanh is a sigmoid, stretched and moved
    return 2 * sigmoid(2 * x) - 1


def tanh_derivative(x):
    return 1 - tanh(x) ** 2


if __name__ == '__main__':
    x = np.array([-2., -1., 0., 1., 2.])
    print('x', x)
    print('sigmoid', sigmoid(x))
    print("sigmoid'", sigmoid_derivative(x))
    print('relu', relu(x))
    print("relu'", relu_derivative(x))
    print('leaky_relu', leaky_relu(x, 0.02))
    print("leaky_relu'", leaky_relu_derivative(x, 0.02))
    print('tanh', tanh(x))
    print("tanh'", tanh_derivative(x))
