package io.headwater.runtime.oci;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A line to a server that breaks after so many bytes of what comes back, each time again. */
final class Line implements AutoCloseable {
    private final ServerSocket server;
    private final int to;
    private final long breaksAfter;
    private final AtomicLong passed = new AtomicLong();

    Line(int to, long breaksAfter) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.to = to;
        this.breaksAfter = breaksAfter;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Bytes that came back in all. */
    long passed() {
        return passed.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
                Thread.ofVirtual().start(() -> pipe(near, far, Long.MAX_VALUE, new AtomicLong()));
                Thread.ofVirtual().start(() -> pipe(far, near, breaksAfter, passed));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void pipe(Socket from, Socket to, long most, AtomicLong count) {
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            byte[] chunk = new byte[4096];
            long left = most;
            for (int n = in.read(chunk); n >= 0 && left > 0; n = in.read(chunk)) {
                int take = (int) Math.min(n, left);
                out.write(chunk, 0, take);
                count.addAndGet(take);
                left -= take;
            }
        } catch (IOException e) {
            // the other end is gone
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
