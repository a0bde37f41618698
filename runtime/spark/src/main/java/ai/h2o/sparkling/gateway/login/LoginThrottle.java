package ai.h2o.sparkling.gateway.login;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Puts off the answers to wrong passwords: 100 ms for an address's first, twice as long for each further one, up to a
 * bound. It never locks anybody out, so nobody can lock out somebody else, and a right password is never put off.
 *
 * <p>Guarded by its own monitor; it holds no thread, the caller schedules the answer.
 */
public final class LoginThrottle {

    private static final long FIRST_DELAY = Duration.ofMillis(100).toNanos();
    private static final long FORGET_AFTER = Duration.ofMinutes(1).toNanos();
    private static final int MAX_ADDRESSES = 1024;

    /** Answers put off at a time; an attacker who opens more connections is turned away at once. */
    private static final int MAX_PENDING = 128;

    private record Failures(int count, long last) {}

    private final long maxDelay;
    private final LongSupplier nanoTime;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>();
    private int pending;

    public LoginThrottle(Duration maxDelay, LongSupplier nanoTime) {
        this.maxDelay = maxDelay.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Notes a wrong password from the address. The result is how many nanoseconds to wait before answering, to be followed
     * by one call of {@link #answered()}; it is empty if too many answers are being put off already.
     */
    public synchronized OptionalLong failed(String address) {
        if (pending >= MAX_PENDING) {
            return OptionalLong.empty();
        }
        pending++;
        long now = nanoTime.getAsLong();
        Failures before = byAddress.remove(address);
        int count = before == null || now - before.last() > FORGET_AFTER ? 1 : before.count() + 1;
        if (byAddress.size() >= MAX_ADDRESSES) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
        byAddress.put(address, new Failures(count, now));
        return OptionalLong.of(Math.min(maxDelay, FIRST_DELAY << Math.min(count - 1, 16)));
    }

    public synchronized void answered() {
        pending--;
    }

    public synchronized void succeeded(String address) {
        byAddress.remove(address);
    }
}
