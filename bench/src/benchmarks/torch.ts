import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * With the reference BLAS, which some systems pair it with, PyTorch reached 8 GFLOP/s and 11,500 examples/s here, with
 * OpenBLAS over 100 GFLOP/s and 117,000. To be ten times as fast as the former is no feat and not worth printing.
 */
const LEAST_GFLOPS = 20;

const SPEED = `
import time, torch
torch.set_num_threads(1)
a = torch.rand(512, 512)
def once():
    began = time.perf_counter()
    a @ a
    return 2 * 512**3 / (time.perf_counter() - began) / 1e9
print(max(once() for _ in range(5)))`;

/** Why PyTorch cannot be measured here, or null. */
export async function torchMissing(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('python3', ['-c', SPEED]);
    if (Number(stdout) >= LEAST_GFLOPS) return null;
    return `it multiplies matrices at ${Number(stdout).toFixed(1)} GFLOP/s; give it a fast BLAS (libopenblas)`;
  } catch {
    return 'python3 cannot import torch here';
  }
}
