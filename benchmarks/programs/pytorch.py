"""The programs in PyTorch on the CPU."""

import torch
from torch import nn

from benchmarks.programs.data import batches


def one_add():
    return lambda: (torch.tensor(1.5) + 1.0).numpy()


def _training(model, optimizer, data, reduction="mean"):
    cost = nn.CrossEntropyLoss(reduction=reduction)

    def run():
        x, y = map(torch.from_numpy, next(data))
        optimizer.zero_grad()
        value = cost(model(x), y)
        value.backward()
        optimizer.step()
        return value.detach().numpy()

    return run


def softmax():
    model = nn.Linear(784, 10)
    return _training(model, torch.optim.SGD(model.parameters(), 0.01), batches(100, 784))


def cnn():
    model = nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(7 * 7 * 64, 1024), nn.ReLU(), nn.Dropout(0.5), nn.Linear(1024, 10),
    )  # fmt: skip
    return _training(model, torch.optim.Adam(model.parameters(), 1e-4), batches(50, 784), "sum")


def lstm():
    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm, self.out = nn.LSTM(64, 128, batch_first=True), nn.Linear(128, 10)

        def forward(self, x):
            return self.out(self.lstm(x)[0][:, -1])

    model = Classifier()
    return _training(model, torch.optim.Adam(model.parameters(), 1e-3), batches(32, 20, 64))


def adam():
    layers = [layer for units in [64] * 20 + [10] for layer in (nn.Linear(64, units), nn.Tanh())]
    model = nn.Sequential(*layers)
    return _training(model, torch.optim.Adam(model.parameters(), 1e-3), batches(32, 64))


PROGRAMS = {p.__name__: p for p in (one_add, softmax, cnn, lstm, adam)}
