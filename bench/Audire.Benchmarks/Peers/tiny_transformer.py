"""The peer of the benchmark "training": the tiny transformer of TinyTransformer.cs in plain PyTorch. Prints the median step in milliseconds."""
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

LAYERS, WIDTH, HEADS, HIDDEN, VOCABULARY, LENGTH, BATCH = 4, 256, 4, 1024, 1024, 256, 8


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.expand, self.contract = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, WIDTH)

    def forward(self, x, mask):
        q, k, v = self.qkv(self.norm1(x)).view(BATCH, LENGTH, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + mask
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(BATCH, LENGTH, WIDTH)
        x = x + self.out(mixed)
        return x + self.contract(F.gelu(self.expand(self.norm2(x))))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Parameter(torch.randn(LENGTH, WIDTH) * 0.02)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, VOCABULARY, bias=False)
        self.register_buffer("mask", torch.full((LENGTH, LENGTH), float("-inf")).triu(1))

    def forward(self, ids):
        x = self.tokens(ids) + self.positions
        for block in self.blocks:
            x = block(x, self.mask)
        return self.head(self.norm(x))


torch.manual_seed(0)
net = Net()
optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.05)
ids = torch.randint(0, VOCABULARY, (BATCH, LENGTH))
labels = torch.randint(0, VOCABULARY, (BATCH * LENGTH,))


def step():
    optimiser.zero_grad(set_to_none=True)
    loss = F.cross_entropy(net(ids).view(-1, VOCABULARY), labels)
    loss.backward()
    optimiser.step()
    return loss.item()


step(), step()
times = []
for _ in range(int(sys.argv[1])):
    start = time.perf_counter()
    step()
    times.append(time.perf_counter() - start)
print("torch", torch.__version__, "threads", torch.get_num_threads())
print("step_ms", 1000 * statistics.median(times))
