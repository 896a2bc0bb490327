// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Y = W X for weights as a GGUF tensor keeps them, row after row. Built once per format, with FORMAT_F32, FORMAT_F16,
// FORMAT_Q8_0 or FORMAT_Q4_0 defined. Activations and results are f32, one token after the other.

#if defined(FORMAT_F32)
#define ROW_BYTES(cols) ((ulong)(cols) * 4)
#elif defined(FORMAT_F16)
#define ROW_BYTES(cols) ((ulong)(cols) * 2)
#elif defined(FORMAT_Q8_0)
#define BLOCK_BYTES 34
#define ROW_BYTES(cols) ((ulong)(cols) / 32 * BLOCK_BYTES)
#else
#define BLOCK_BYTES 18
#define ROW_BYTES(cols) ((ulong)(cols) / 32 * BLOCK_BYTES)
#endif

/// Eight weights of a row from column `col` on, a multiple of 8.
float8 eightWeights(global const uchar* row, int col) {
#if defined(FORMAT_F32)
    return vload8(0, (global const float*)row + col);
#elif defined(FORMAT_F16)
    return vload_half8(0, (global const half*)row + col);
#elif defined(FORMAT_Q8_0)
    global const uchar* block = row + col / 32 * BLOCK_BYTES;
    return vload_half(0, (global const half*)block) * convert_float8(vload8(0, (global const char*)block + 2 + col % 32));
#else
    global const uchar* block = row + col / 32 * BLOCK_BYTES;
    const uchar8 pairs = vload8(0, block + 2 + col % 16); // column i and i + 16 share a byte
    const uchar8 nibbles = col % 32 < 16 ? pairs & (uchar8)(15) : pairs >> (uchar8)(4);
    return vload_half(0, (global const half*)block) * (convert_float8(nibbles) - 8.0f);
#endif
}

/// Weights from column `col` on, with zeros past the last column.
float8 someWeights(global const uchar* row, int col, int cols) {
#if defined(FORMAT_F32) || defined(FORMAT_F16)
    if (col + 8 > cols) {
        float all[8];
        for (int i = 0; i < 8; ++i)
#if defined(FORMAT_F32)
            all[i] = col + i < cols ? ((global const float*)row)[col + i] : 0.0f;
#else
            all[i] = col + i < cols ? vload_half(col + i, (global const half*)row) : 0.0f;
#endif
        return vload8(0, all);
    }
#endif
    return col < cols ? eightWeights(row, col) : (float8)(0.0f);
}

float8 someActivations(global const float* x, int col, int cols) {
    if (col + 8 <= cols)
        return vload8(0, x + col);
    float all[8];
    for (int i = 0; i < 8; ++i)
        all[i] = col + i < cols ? x[col + i] : 0.0f;
    return vload8(0, all);
}

float sumOf(float8 v) {
    const float4 half4 = v.lo + v.hi;
    const float2 half2 = half4.lo + half4.hi;
    return half2.x + half2.y;
}

#define LANES 64

/// One token: a work-group for each row, whose items take eight columns by turns.
kernel __attribute__((reqd_work_group_size(LANES, 1, 1))) void
multiplyVector(global const uchar* weights, ulong offset, int rows, int cols, global const float* x, global float* y) {
    local float sums[LANES];
    const int lane = get_local_id(0), row = get_group_id(0) + get_global_offset(0) / LANES;
    global const uchar* w = weights + offset + row * ROW_BYTES(cols);
    float8 sum = 0.0f;
    for (int col = 8 * lane; col < cols; col += 8 * LANES)
        sum += someWeights(w, col, cols) * someActivations(x, col, cols);
    sums[lane] = sumOf(sum);
    for (int step = LANES / 2; step > 0; step /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (lane < step)
            sums[lane] += sums[lane + step];
    }
    if (lane == 0)
        y[row] = sums[0];
}

#define TILE 64  // rows and tokens of a work-group
#define DEPTH 16 // columns in local memory at once
#define SIDE 16  // work-items along each side; each computes 4 x 4 results

/// Many tokens: tiles of weights and activations meet in local memory.
kernel __attribute__((reqd_work_group_size(SIDE, SIDE, 1))) void
multiplyMatrix(global const uchar* weights, ulong offset, int rows, int cols, global const float* x, int tokens,
               int firstToken, global float* y) {
    local float w[DEPTH][TILE + 1], a[DEPTH][TILE + 1];
    const int i = get_local_id(0), j = get_local_id(1), item = j * SIDE + i;
    const int row0 = get_group_id(0) * TILE, token0 = firstToken + get_group_id(1) * TILE;
    float sums[4][4] = {{0.0f}};
    // 128 items bring eight weights each, the others eight activations.
    const int line = item % TILE, part = item / TILE % 2 * 8;
    const bool bringsWeights = item < 128;
    for (int col = 0; col < cols; col += DEPTH) {
        float8 values = 0.0f;
        if (bringsWeights && row0 + line < rows)
            values = someWeights(weights + offset + (row0 + line) * ROW_BYTES(cols), col + part, cols);
        if (!bringsWeights && token0 + line < tokens)
            values = someActivations(x + (ulong)(token0 + line) * cols, col + part, cols);
        float eight[8];
        vstore8(values, 0, eight);
        for (int k = 0; k < 8; ++k)
            if (bringsWeights)
                w[part + k][line] = eight[k];
            else
                a[part + k][line] = eight[k];
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int k = 0; k < DEPTH; ++k)
            for (int r = 0; r < 4; ++r)
                for (int t = 0; t < 4; ++t)
                    sums[r][t] += w[k][i + SIDE * r] * a[k][j + SIDE * t];
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    for (int r = 0; r < 4; ++r)
        for (int t = 0; t < 4; ++t)
            if (row0 + i + SIDE * r < rows && token0 + j + SIDE * t < tokens)
                y[(ulong)(token0 + j + SIDE * t) * rows + row0 + i + SIDE * r] = sums[r][t];
}
