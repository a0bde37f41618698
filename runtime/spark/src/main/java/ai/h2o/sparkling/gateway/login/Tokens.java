package ai.h2o.sparkling.gateway.login;

import ai.h2o.sparkling.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Random tokens of 256 bits that stand for something for a while: browser sessions and one-time tickets.
 *
 * <p>Only digests are kept, so that neither a heap dump nor the timing of a look-up helps to guess a token. The number of
 * tokens is bounded: the one that was used longest ago makes room. Guarded by its own monitor.
 */
public final class Tokens<T> {

    private record Entry<T>(T value, long expires) {}

    private final long lifetimeNanos;
    private final int capacity;
    private final LongSupplier nanoTime;
    private final Map<String, Entry<T>> byDigest = new LinkedHashMap<>();

    public Tokens(Duration lifetime, int capacity, LongSupplier nanoTime) {
        this.lifetimeNanos = lifetime.toNanos();
        this.capacity = capacity;
        this.nanoTime = nanoTime;
    }

    /** Makes a token for the value; only the caller ever sees it. */
    public String issue(T value) {
        String token = Secret.generate().reveal();
        keep(token, value);
        return token;
    }

    /** Has a secret that the caller brings stand for the value. */
    synchronized void keep(String token, T value) {
        redeem(token);
        Iterator<String> oldestFirst = byDigest.keySet().iterator();
        while (byDigest.size() >= capacity) {
            oldestFirst.next();
            oldestFirst.remove();
        }
        put(digest(token), value);
    }

    /** What the token stands for; its lifetime goes on. */
    synchronized Optional<T> find(String token) {
        removeExpired();
        return Optional.ofNullable(byDigest.get(digest(token))).map(Entry::value);
    }

    /** What the token stands for; its lifetime begins anew. */
    public synchronized Optional<T> touch(String token) {
        Optional<T> value = redeem(token);
        value.ifPresent(found -> put(digest(token), found));
        return value;
    }

    /** What the token stands for; it is worth nothing from now on. */
    public synchronized Optional<T> redeem(String token) {
        removeExpired();
        return Optional.ofNullable(byDigest.remove(digest(token))).map(Entry::value);
    }

    private void put(String digest, T value) {
        byDigest.put(digest, new Entry<>(value, nanoTime.getAsLong() + lifetimeNanos));
    }

    /** All entries live equally long from their last use, so the order of use is the order of expiry. */
    private void removeExpired() {
        long now = nanoTime.getAsLong();
        Iterator<Entry<T>> oldestFirst = byDigest.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().expires() - now <= 0) {
            oldestFirst.remove();
        }
    }

    private static String digest(String token) {
        return HexFormat.of().formatHex(sha256(token.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
