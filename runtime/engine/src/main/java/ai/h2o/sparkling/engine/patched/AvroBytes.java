package ai.h2o.sparkling.engine.patched;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.util.Utf8;

/** Stands where H2O's Avro parser took the whole buffer behind a value: the build rewrites those calls to these. */
public final class AvroBytes {
    private AvroBytes() {}

    /** The bytes of a string, without what a longer one before it has left in the buffer. */
    public static byte[] of(Utf8 value) {
        return Arrays.copyOf(value.getBytes(), value.getByteLength());
    }

    /** The bytes between position and limit. */
    public static byte[] of(ByteBuffer value) {
        var bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }
}
