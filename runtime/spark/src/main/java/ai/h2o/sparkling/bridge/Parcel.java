package ai.h2o.sparkling.bridge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * What a task returns to the driver, as bytes: Spark sends results by the serializer that its user has chosen, and Kryo, which many choose, knows
 * neither records nor, when it has to know all classes, ours.
 */
public final class Parcel {
    private Parcel() {}

    public static byte[] pack(Serializable value) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "A result of type " + value.getClass().getName() + " cannot be sent", e);
        }
        return bytes.toByteArray();
    }

    /** What was packed. */
    public static <T> T unpack(byte[] parcel, Class<T> type) {
        try (var in = new OfThisJar(new ByteArrayInputStream(parcel))) {
            return type.cast(in.readObject());
        } catch (IOException e) {
            throw new UncheckedIOException("A result of type " + type.getName() + " cannot be read", e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("A result of type " + type.getName() + " cannot be read", e);
        }
    }

    /** Finds classes where this one was found, whoever calls: the jar may have been attached to a driver that was running. */
    private static final class OfThisJar extends ObjectInputStream {
        OfThisJar(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, Parcel.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }
    }
}
