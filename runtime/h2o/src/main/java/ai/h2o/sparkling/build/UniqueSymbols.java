package ai.h2o.sparkling.build;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Makes unique symbols of a shared library ordinary ones.
 *
 * <p>Each start of the engine loads a copy of the library, and a copy goes with its class loader. GNU's unique symbols
 * ({@code STB_GNU_UNIQUE}, statics of C++ templates) are one object for all copies in the process: such an object, made by a copy that is
 * gone, has its methods where nothing is any more, and the JVM crashes. As weak symbols they belong to each copy alone.
 *
 * <p>Source: System V ABI, "Symbol Table"; GNU's gABI supplement for {@code STB_GNU_UNIQUE}.
 */
final class UniqueSymbols {
    private static final int DYNAMIC_SYMBOLS = 11;
    private static final int SECTION_TYPE = 4;
    private static final int SECTION_OFFSET = 24;
    private static final int SECTION_SIZE = 32;
    private static final int SYMBOL_SIZE = 24;
    private static final int SYMBOL_INFO = 4;
    private static final int UNIQUE = 10;
    private static final int WEAK = 2;

    private UniqueSymbols() {}

    /** A copy of a 64-bit little-endian ELF file without unique symbols. */
    static byte[] makeOrdinary(byte[] library) {
        byte[] changed = library.clone();
        ByteBuffer elf = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        if (elf.getInt(0) != 0x464c457f || elf.get(4) != 2 || elf.get(5) != 1) {
            throw new BuildFailure("The XGBoost library is no 64-bit little-endian ELF file.");
        }
        int table = Math.toIntExact(elf.getLong(40));
        int size = Short.toUnsignedInt(elf.getShort(58));
        int count = Short.toUnsignedInt(elf.getShort(60));
        int found = 0;
        for (int i = 0; i < count; i++) {
            int section = table + size * i;
            if (elf.getInt(section + SECTION_TYPE) == DYNAMIC_SYMBOLS) {
                int start = Math.toIntExact(elf.getLong(section + SECTION_OFFSET));
                int end = start + Math.toIntExact(elf.getLong(section + SECTION_SIZE));
                for (int symbol = start; symbol < end; symbol += SYMBOL_SIZE) {
                    int info = Byte.toUnsignedInt(elf.get(symbol + SYMBOL_INFO));
                    if (info >> 4 == UNIQUE) {
                        elf.put(symbol + SYMBOL_INFO, (byte) (WEAK << 4 | (info & 0xf)));
                        found++;
                    }
                }
            }
        }
        if (found == 0) {
            throw new BuildFailure("The XGBoost library has no unique symbols any more; this step can go.");
        }
        return changed;
    }
}
