"""The inner loop of a matrix product, for numba: one tile of the result, whose sums stay in registers.

Left to itself the compiler loads and stores every sum in each round of the loop over k. OpenBLAS does not,
but copies both factors into another order first, which costs more than a small product itself. So this
writes the instructions of one tile: R rows, and C vectors of LANES columns each.

After editing this file touch compiled.py: what numba keeps on disk is made anew when that file changes.
"""

from llvmlite import binding, ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

HAS = binding.get_host_cpu_features()
LANES = 16 if HAS.get("avx512f") else 8 if HAS.get("avx2") else 4    # float32 numbers in a vector
REGISTERS = 16 if HAS.get("sse2") and not HAS.get("avx512f") else 32

FLOAT, INT32 = ir.FloatType(), ir.IntType(32)
VECTOR, INDICES, MASK = (ir.VectorType(of, LANES) for of in (FLOAT, INT32, ir.IntType(1)))
ZERO, UP_TO_LANES = ir.Constant(VECTOR, [0.0] * LANES), ir.Constant(INDICES, list(range(LANES)))
ALIGN = ir.Constant(INT32, 4)


def vectors_for(rows):
    """Return how many vectors wide a tile may be: sums, one vector of W a column and one of A fit."""
    return min(6, (REGISTERS - 8) // rows)


def copied(b, number, to):
    """Return the vector of type to that holds the number in every lane."""
    nothing = ir.Constant(to, ir.Undefined)
    first = b.insert_element(nothing, number, ir.Constant(INT32, 0))
    return b.shuffle_vector(first, nothing, ir.Constant(INDICES, [0] * LANES))


def place(b, array, row, column, to):
    """Return a pointer of type to at array[row, column], whatever the array's strides."""
    by_row, by_column = cgutils.unpack_tuple(b, array.strides)
    offset = b.add(b.mul(row, by_row), b.mul(column, by_column))
    start = b.bitcast(array.data, ir.IntType(8).as_pointer())
    return b.bitcast(b.gep(start, [offset]), to.as_pointer())


def whole(b):
    """Return functions that load and store one vector."""
    def load(pointer):
        vector = b.load(pointer)
        vector.align = 4
        return vector

    def store(vector, pointer):
        b.store(vector, pointer).align = 4
    return load, store


def partial(b, columns):
    """Return the same for a vector of which only so many columns exist."""
    mask = b.icmp_signed("<", UP_TO_LANES, copied(b, b.trunc(columns, INT32), INDICES))
    pointer = VECTOR.as_pointer()
    loads = ir.FunctionType(VECTOR, [pointer, INT32, MASK, VECTOR])
    stores = ir.FunctionType(ir.VoidType(), [VECTOR, pointer, INT32, MASK])
    loads, stores = (cgutils.get_or_insert_function(b.module, kind, f"llvm.masked.{name}.v{LANES}f32.p0")
                     for kind, name in ((loads, "load"), (stores, "store")))
    return (lambda at: b.call(loads, [at, ALIGN, mask, ZERO]),
            lambda vector, at: b.call(stores, [vector, at, ALIGN, mask]))


@intrinsic(prefer_literal=True)
def tile(typing_context, R, C, A, i, W, j, out):
    """Write rows i..i+R-1 of A W into out, in C vectors of columns from j; C = 0: in all that are left.

    Shapes: A (n, K) of any strides, W (K, M) and out (n, M) with their rows in one piece; all float32.
    """
    rows, vectors = R.literal_value, max(C.literal_value, 1)

    def code(context, b, signature, values):
        a, w, o = (context.make_array(kind)(context, b, value)
                   for kind, value in zip((A, W, out), values[2::2], strict=True))
        i, j = values[3], values[5]
        K, M = cgutils.unpack_tuple(b, w.shape)
        load, store = whole(b) if C.literal_value else partial(b, b.sub(M, j))
        row = [b.add(i, ir.Constant(i.type, r)) for r in range(rows)]
        column = [b.add(j, ir.Constant(j.type, c * LANES)) for c in range(vectors)]
        sums = [[cgutils.alloca_once_value(b, ZERO) for _ in column] for _ in row]
        with cgutils.for_range(b, K, intp=i.type) as loop:
            w_k = [load(place(b, w, loop.index, at, VECTOR)) for at in column]
            for at, in_row in zip(row, sums, strict=True):
                a_k = copied(b, b.load(place(b, a, at, loop.index, FLOAT)), VECTOR)
                for total, w_kj in zip(in_row, w_k, strict=True):
                    more = b.fmul(a_k, w_kj, flags=("fast",))
                    b.store(b.fadd(b.load(total), more, flags=("fast",)), total)
        for r, in_row in zip(row, sums, strict=True):
            for c, total in zip(column, in_row, strict=True):
                store(b.load(total), place(b, o, r, c, VECTOR))
        return context.get_dummy_value()
    return types.void(R, C, A, i, W, j, out), code
