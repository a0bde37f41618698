package ai.h2o.sparkling.gateway;

import java.io.ByteArrayOutputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Takes a body into memory that must be small. One that is not is read all the same, up to a limit of its own: who still sends could not take
 * the answer, because TCP drops that when a connection is closed with something unread.
 */
final class SmallBody implements Runnable {
    /** What is read of a body that is too large. */
    private static final int MOST_READ = 1 << 20;

    private final Request request;
    private final int most;
    private final Taker taker;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private long read;

    /** Takes what came; one of its methods is called, once. */
    interface Taker {
        void whole(byte[] body);

        /**
         * What came is larger than it may be, or broke off.
         *
         * @param read whether nothing of it is left, so that the connection may stay
         */
        void tooLarge(boolean read);
    }

    private SmallBody(Request request, int most, Taker taker) {
        this.request = request;
        this.most = most;
        this.taker = taker;
    }

    /** Reads it without waiting; the taker is called in whichever thread has the end of it. */
    static void of(Request request, int most, Taker taker) {
        if (request.getLength() > MOST_READ) {
            taker.tooLarge(false);
        } else {
            new SmallBody(request, most, taker).run();
        }
    }

    @Override
    public void run() {
        while (true) {
            var chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                taker.tooLarge(false);
                return;
            }
            boolean last = chunk.isLast();
            take(chunk);
            if (last || read > MOST_READ) {
                if (last && read <= most) {
                    taker.whole(body.toByteArray());
                } else {
                    taker.tooLarge(last);
                }
                return;
            }
        }
    }

    private void take(Content.Chunk chunk) {
        read += chunk.remaining();
        if (read <= most) {
            body.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
        }
        chunk.release();
    }
}
