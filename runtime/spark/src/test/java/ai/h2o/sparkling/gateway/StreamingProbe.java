package ai.h2o.sparkling.gateway;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;

/** Moves more bytes in each direction than its heap could hold; run in a JVM of its own. */
final class StreamingProbe {

    static final long BYTES = 200_000_000;

    private StreamingProbe() {}

    /** Bytes that differ from block to block, made on the fly. */
    private static final class Source extends InputStream {

        private final CRC32 crc = new CRC32();
        private long position;

        @Override
        public int read() {
            throw new UnsupportedOperationException("only blocks are read");
        }

        @Override
        public int read(byte[] block, int offset, int length) {
            if (position == BYTES) {
                return -1;
            }
            int count = (int) Math.min(length, BYTES - position);
            Arrays.fill(block, offset, offset + count, (byte) (position / 1000));
            crc.update(block, offset, count);
            position += count;
            return count;
        }
    }

    public static void main(String[] args) throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity())) {
            Source source = new Source();
            HttpResponse<String> up =
                    harness.send(harness.request("/sink").POST(BodyPublishers.ofInputStream(() -> source)));
            System.out.println("up " + up.body().equals(BYTES + " " + source.crc.getValue()));

            HttpResponse<InputStream> down =
                    harness.client.send(harness.request("/big?" + BYTES).build(), BodyHandlers.ofInputStream());
            long count = 0;
            boolean same = true;
            try (InputStream in = down.body()) {
                byte[] block = new byte[64 * 1024];
                for (int length = in.read(block); length >= 0; length = in.read(block)) {
                    count += length;
                    for (int i = 0; i < length; i++) {
                        same &= block[i] == 'x';
                    }
                }
            }
            System.out.println("down " + (same && count == BYTES));
        }
    }
}
