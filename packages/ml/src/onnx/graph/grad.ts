/**
 * Reverse-mode differentiation. The gradient is made of ordinary nodes in the same graph, so it is optimised, run
 * and, if need be, differentiated again like everything else.
 *
 * Method: walk the nodes between `wrt` and `loss` backwards; each turns the gradient of its output into gradients of
 * its inputs; where a tensor is used several times the gradients are added. Sums are taken in a fixed order
 * (descending creation), so a graph built twice trains to the same bits.
 * (Griewank & Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, chapter 3.)
 */
import { OnnxError } from '../errors.ts';
import { add } from '../ops/arithmetic.ts';
import type { GraphNode, Tensor } from './graph.ts';
import { sameShape, showShape } from './shape.ts';

/**
 * The gradients of a scalar `loss` with respect to each tensor of `wrt`, in that order and of the same shapes.
 * Throws `graph` if the loss is not a float32 scalar, or does not depend on one of them.
 */
export function grad(loss: Tensor, wrt: readonly Tensor[]): Tensor[] {
  if (loss.dtype !== 'float32' || loss.shape.length !== 0) {
    throw new OnnxError(
      'graph',
      `grad needs a float32 scalar loss, not ${loss.dtype} ${showShape(loss.shape)}; reduce it first`,
    );
  }
  const gradients = new Map<Tensor, Tensor>([[loss, loss.graph.constant(1)]]);
  for (const node of nodesBetween(wrt, loss)) {
    const [output] = node.outputs;
    const dy = output && gradients.get(output);
    if (!dy || node.gradient === 'none') continue;
    const contributions = node.gradient(dy);
    for (const [index, input] of node.inputs.entries()) {
      const contribution = contributions[index];
      if (!contribution) continue;
      if (!sameShape(contribution.shape, input.shape)) {
        throw new OnnxError(
          'graph',
          `the gradient rule of ${node.opType} gives ${showShape(contribution.shape)} for an input of ${showShape(input.shape)}`,
        );
      }
      const soFar = gradients.get(input);
      gradients.set(input, soFar ? add(soFar, contribution) : contribution);
    }
  }
  return wrt.map((tensor) => {
    const gradient = gradients.get(tensor);
    if (!gradient)
      throw new OnnxError('graph', `the loss does not depend on '${tensor.name}', so it has no gradient`);
    return gradient;
  });
}

/** The nodes on some path from `wrt` to `loss`, latest first. */
function nodesBetween(wrt: readonly Tensor[], loss: Tensor): GraphNode[] {
  const depends = new Map<Tensor, boolean>(wrt.map((tensor) => [tensor, true]));
  const found = new Map<GraphNode, number>();
  // Depth-first with a stack of our own: an unrolled network may be deeper than the call stack.
  const stack: Tensor[] = [loss];
  while (stack.length > 0) {
    const tensor = stack.at(-1) as Tensor;
    if (tensor.source.kind !== 'node' || depends.has(tensor)) {
      if (!depends.has(tensor)) depends.set(tensor, false);
      stack.pop();
      continue;
    }
    const { node } = tensor.source;
    const waiting = node.inputs.filter((input) => !depends.has(input));
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    const onPath = node.inputs.some((input) => depends.get(input));
    depends.set(tensor, onPath);
    if (onPath) found.set(node, tensor.id);
    stack.pop();
  }
  return [...found].sort(([, a], [, b]) => b - a).map(([node]) => node);
}
