import com.sun.tools.attach.VirtualMachine;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/** Fills the heap of another JVM for a while. As a program it loads itself there, as an agent it does that. */
public final class HeapFiller {
    private static final int PIECE = 1 << 20;

    private HeapFiller() {}

    /** Takes the id of the process, the jar that this class is in, and for how many seconds. */
    public static void main(String[] arguments) throws Exception {
        var other = VirtualMachine.attach(arguments[0]);
        try {
            other.loadAgent(arguments[1], arguments[2]);
        } finally {
            other.detach();
        }
    }

    public static void agentmain(String seconds) {
        var thread = new Thread(() -> fill(Long.parseLong(seconds)), "heap-filler");
        thread.setDaemon(true);
        thread.start();
    }

    private static void fill(long seconds) {
        var held = new ArrayList<byte[]>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        int piece = PIECE;
        while (System.nanoTime() < end) {
            try {
                held.add(new byte[piece]);
            } catch (OutOfMemoryError e) {
                // What others let go of is taken, too, down to small pieces.
                piece = Math.max(64, piece / 2);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
