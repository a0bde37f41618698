package ai.h2o.sparkling.engine;

import java.util.Arrays;

/**
 * The distinct strings of one column of one partition, as UTF-8, numbered in order of appearance. An open-addressing
 * hash table over one byte array: no object for each string. Filled by one thread, then only read.
 */
final class Dictionary {
    /** The code of a missing value. */
    static final int MISSING = -1;

    private static final int EMPTY = -1;

    // Small at first: keys of maps may make a hundred thousand columns with one value each.
    private byte[] bytes = new byte[64];
    private int[] ends = new int[8];
    private int[] hashes = new int[8];
    private int[] table = filled(16);
    private int size;

    int size() {
        return size;
    }

    /** The code of a string, which is added if it is new. */
    int code(byte[] source, int from, int to) {
        int hash = hash(source, from, to);
        int mask = table.length - 1;
        int slot = hash & mask;
        while (table[slot] != EMPTY) {
            int code = table[slot];
            if (hashes[code] == hash && Arrays.equals(bytes, start(code), ends[code], source, from, to)) {
                return code;
            }
            slot = slot + 1 & mask;
        }
        return add(source, from, to, hash, slot);
    }

    private int add(byte[] source, int from, int to, int hash, int slot) {
        int code = size++;
        if (code == ends.length) {
            ends = Arrays.copyOf(ends, code * 2);
            hashes = Arrays.copyOf(hashes, code * 2);
        }
        int begin = start(code);
        int end = Math.addExact(begin, to - from);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, bytes.length * 2L)));
        }
        System.arraycopy(source, from, bytes, begin, to - from);
        ends[code] = end;
        hashes[code] = hash;
        table[slot] = code;
        if (size * 2 > table.length) {
            rehash();
        }
        return code;
    }

    private void rehash() {
        int[] larger = filled(table.length * 2);
        int mask = larger.length - 1;
        for (int code = 0; code < size; code++) {
            int slot = hashes[code] & mask;
            while (larger[slot] != EMPTY) {
                slot = slot + 1 & mask;
            }
            larger[slot] = code;
        }
        table = larger;
    }

    byte[] bytes() {
        return bytes;
    }

    int start(int code) {
        return code == 0 ? 0 : ends[code - 1];
    }

    int end(int code) {
        return ends[code];
    }

    /** The strings in the order of their bytes, which for UTF-8 is the order of their code points. */
    byte[][] sorted() {
        var values = new byte[size][];
        for (int code = 0; code < size; code++) {
            values[code] = Arrays.copyOfRange(bytes, start(code), ends[code]);
        }
        Arrays.parallelSort(values, Arrays::compareUnsigned);
        return values;
    }

    private static int[] filled(int length) {
        int[] table = new int[length];
        Arrays.fill(table, EMPTY);
        return table;
    }

    private static int hash(byte[] source, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + source[i];
        }
        // Finalizer of MurmurHash3, public domain: the low bits choose the slot, so all bits must reach them.
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }
}
