package ai.h2o.sparkling.build;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the device code out of a shared library that was built for GPUs, and leaves the library that runs on CPUs.
 *
 * <p>H2O's XGBoost comes with OpenMP only inside the GPU library, 90 % of which is one ELF section of CUDA kernels
 * ({@code .nv_fatbin}) that a machine without a GPU never reads. The section lies in the middle of a read-only segment. The segment is
 * cut in two: the first half ends where the section began and is padded with zero pages in memory only, the second half keeps its
 * addresses and moves up in the file. No address changes, so nothing need be relocated. Section headers and the symbols for
 * debuggers, which the loader does not read, go as well.
 */
final class DeviceCode {
    private static final String SECTION = ".nv_fatbin";
    private static final int LOAD = 1;
    private static final int NOTE = 4;
    private static final int HEADER_SIZE = 64;
    private static final int SEGMENT_SIZE = 56;
    private static final long PAGE = 4096;

    private DeviceCode() {}

    static byte[] remove(byte[] library) {
        ByteBuffer elf = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
        if (elf.getInt(0) != 0x464c457f || elf.get(4) != 2 || elf.get(5) != 1) {
            throw new BuildFailure("The XGBoost library is no 64-bit little-endian ELF file.");
        }
        Section device = findSection(elf, library);
        long from = device.offset();
        long to = device.offset() + device.size();
        List<Segment> segments = readSegments(elf);
        long keptFrom = to / PAGE * PAGE;
        long movedTo = (from + PAGE - 1) / PAGE * PAGE;
        long shift = keptFrom - movedTo;

        List<Segment> result = new ArrayList<>();
        boolean cut = false;
        long end = 0;
        for (Segment segment : segments) {
            if (segment.type() == LOAD && segment.offset() <= from && to < segment.offset() + segment.fileSize()) {
                cut = true;
                long secondAddress = segment.address() + (keptFrom - segment.offset());
                result.add(segment.with(
                        segment.offset(),
                        segment.address(),
                        from - segment.offset(),
                        secondAddress - segment.address()));
                result.add(segment.with(
                        movedTo,
                        secondAddress,
                        segment.offset() + segment.fileSize() - keptFrom,
                        segment.address() + segment.memorySize() - secondAddress));
            } else if (segment.offset() >= to) {
                result.add(segment.with(
                        segment.offset() - shift, segment.address(), segment.fileSize(), segment.memorySize()));
            } else if (segment.type() != NOTE) {
                // The build id's note makes room in the table for the second half.
                result.add(segment);
            }
        }
        if (!cut || result.size() > segments.size()) {
            throw new BuildFailure("The XGBoost library is laid out otherwise than expected: section " + SECTION
                    + " lies in no loaded segment that can be cut in two. Read the segments with 'readelf -lW'.");
        }
        for (Segment segment : result) {
            if (segment.type() == LOAD) {
                end = Math.max(end, segment.offset() + segment.fileSize());
            }
        }

        byte[] slim = new byte[Math.toIntExact(end)];
        System.arraycopy(library, 0, slim, 0, Math.toIntExact(from));
        int rest = Math.toIntExact(movedTo);
        System.arraycopy(library, Math.toIntExact(keptFrom), slim, rest, slim.length - rest);
        // Between the page's start and the section's end stands device code still.
        Arrays.fill(slim, rest, rest + Math.toIntExact(to - keptFrom), (byte) 0);
        ByteBuffer out = ByteBuffer.wrap(slim).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(40, 0); // where section headers are
        out.putShort(56, (short) result.size());
        out.putShort(60, (short) 0); // how many
        out.putShort(62, (short) 0); // which one holds their names
        for (int i = 0; i < segments.size(); i++) {
            int at = HEADER_SIZE + i * SEGMENT_SIZE;
            if (i < result.size()) {
                result.get(i).write(out, at);
            } else {
                Arrays.fill(slim, at, at + SEGMENT_SIZE, (byte) 0);
            }
        }
        return slim;
    }

    private static Section findSection(ByteBuffer elf, byte[] library) {
        long table = elf.getLong(40);
        int size = Short.toUnsignedInt(elf.getShort(58));
        int count = Short.toUnsignedInt(elf.getShort(60));
        int names = Math.toIntExact(
                elf.getLong(Math.toIntExact(table + (long) size * Short.toUnsignedInt(elf.getShort(62)) + 24)));
        for (int i = 0; i < count; i++) {
            int at = Math.toIntExact(table + (long) size * i);
            int name = names + elf.getInt(at);
            int nameEnd = name;
            while (elf.get(nameEnd) != 0) {
                nameEnd++;
            }
            if (new String(library, name, nameEnd - name, StandardCharsets.US_ASCII).equals(SECTION)) {
                return new Section(elf.getLong(at + 24), elf.getLong(at + 32));
            }
        }
        throw new BuildFailure(
                "The XGBoost library has no section " + SECTION + ", so it is not the GPU library of H2O 3.46.");
    }

    private static List<Segment> readSegments(ByteBuffer elf) {
        if (elf.getLong(32) != HEADER_SIZE || elf.getShort(54) != SEGMENT_SIZE) {
            throw new BuildFailure("The XGBoost library's segment table does not follow its header.");
        }
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < Short.toUnsignedInt(elf.getShort(56)); i++) {
            segments.add(Segment.read(elf, HEADER_SIZE + i * SEGMENT_SIZE));
        }
        return segments;
    }

    private record Section(long offset, long size) {}

    private record Segment(int type, int flags, long offset, long address, long fileSize, long memorySize, long align) {
        static Segment read(ByteBuffer elf, int at) {
            return new Segment(
                    elf.getInt(at),
                    elf.getInt(at + 4),
                    elf.getLong(at + 8),
                    elf.getLong(at + 16),
                    elf.getLong(at + 32),
                    elf.getLong(at + 40),
                    elf.getLong(at + 48));
        }

        Segment with(long newOffset, long newAddress, long newFileSize, long newMemorySize) {
            long newAlign = type == LOAD ? PAGE : align;
            return new Segment(type, flags, newOffset, newAddress, newFileSize, newMemorySize, newAlign);
        }

        void write(ByteBuffer elf, int at) {
            elf.putInt(at, type);
            elf.putInt(at + 4, flags);
            elf.putLong(at + 8, offset);
            elf.putLong(at + 16, address);
            elf.putLong(at + 24, address);
            elf.putLong(at + 32, fileSize);
            elf.putLong(at + 40, memorySize);
            elf.putLong(at + 48, align);
        }
    }
}
