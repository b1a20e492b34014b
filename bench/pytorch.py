"""PyTorch as a contestant: eager, channels_last, or compiled; with the fused Adam and data in memory."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from conversation import converse, load, options

VARIANTS = ("eager", "channels-last", "compile")


def network():
    """The seed's network."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, 2),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, 2),
        nn.ReLU(),
        nn.Conv2d(64, 128, 3, 2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Dropout(0.2),
        nn.Linear(512, 512),
        nn.ReLU(),
        nn.Dropout(0.2),
        nn.Linear(512, 10),
    )


class PyTorch:
    """A network, its optimiser and its data."""

    def __init__(self, chosen):
        torch.set_num_threads(chosen.threads)
        # As our own training does; new threads inherit it.
        torch.set_flush_denormal(True)
        torch.manual_seed(chosen.seed)
        (images, labels), (test_images, test_labels) = load(chosen.data, chosen.images)
        self.images = torch.from_numpy(images).unsqueeze(1)
        self.labels = torch.from_numpy(labels)
        self.test_images = torch.from_numpy(test_images).unsqueeze(1)
        self.test_labels = test_labels
        self.batch_size = chosen.batch_size
        self.model = network()
        if chosen.variant == "channels-last":
            self.model = self.model.to(memory_format=torch.channels_last)
            self.images = self.images.contiguous(memory_format=torch.channels_last)
            self.test_images = self.test_images.contiguous(memory_format=torch.channels_last)
        self.adam = torch.optim.Adam(self.model.parameters(), lr=1e-3, betas=(0.9, 0.999), eps=1e-7, fused=True)
        # Batch sizes are few and known, so each gets code of its own.
        compiled = chosen.variant == "compile"
        self.forward = torch.compile(self.model, dynamic=False) if compiled else self.model

    def train(self, count):
        """One epoch over the first `count` images; gives the mean loss and the accuracy as the images were seen."""
        self.model.train()
        loss_sum, right = torch.zeros(()), torch.zeros((), dtype=torch.int64)
        for indices in torch.randperm(count).split(self.batch_size):
            images, labels = self.images[indices], self.labels[indices]
            logits = self.forward(images)
            loss = cross_entropy(logits, labels)
            self.adam.zero_grad(set_to_none=True)
            loss.backward()
            self.adam.step()
            loss_sum += loss.detach() * len(labels)
            right += (logits.detach().argmax(1) == labels).sum()
        return loss_sum.item() / count, right.item() / count

    @torch.inference_mode()
    def predict(self, batch):
        """The classes of the test images, and their labels."""
        self.model.eval()
        classes = torch.empty(len(self.test_images), dtype=torch.int64)
        for images, part in zip(self.test_images.split(batch), classes.split(batch)):
            torch.argmax(self.forward(images), 1, out=part)
        return classes.numpy(), self.test_labels


if __name__ == "__main__":
    CHOSEN = options(VARIANTS)
    converse(lambda: PyTorch(CHOSEN), CHOSEN, torch.__version__)
