"""Trains the classifier's head with PyTorch on one thread: a line in for each round, a line of figures out."""

import json
import sys
import time

import torch

torch.set_num_threads(1)
torch.set_num_interop_threads(1)
torch.manual_seed(1)

settings = json.loads(sys.argv[1])
examples, epochs = settings["examples"], settings["epochs"]
x = torch.rand(examples, settings["input"]) * 2 - 1
y = torch.randint(0, settings["classes"], (examples,))


def build():
    model = torch.nn.Sequential(
        torch.nn.Linear(settings["input"], settings["hidden"]),
        torch.nn.ReLU(),
        torch.nn.Linear(settings["hidden"], settings["classes"]),
    )
    return model, torch.optim.Adam(model.parameters(), lr=settings["learningRate"])


def train(model, optimizer, size):
    loss_of = torch.nn.CrossEntropyLoss()
    for _ in range(epochs):
        order = torch.randperm(examples)
        for start in range(0, examples, size):
            rows = order[start : start + size]
            optimizer.zero_grad()
            loss_of(model(x[rows]), y[rows]).backward()
            optimizer.step()


heads = {size: build() for size in settings["batchSizes"]}
print("ready", flush=True)
for _ in sys.stdin:
    figures = {}
    for size, (model, optimizer) in heads.items():
        began = time.perf_counter()
        train(model, optimizer, size)
        figures[f"batch{size}"] = examples * epochs / (time.perf_counter() - began)
    print(json.dumps(figures), flush=True)
