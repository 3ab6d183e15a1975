package io.headwater.camera;

import io.headwater.exchange.Item;
import io.headwater.exchange.Passage;
import io.headwater.flow.Fate;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Origin;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.View;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Makes frames of pictures: decodes them where that is still to be done, and puts them into memory for frames. Of a source that sheds, a
 *  worker of the route does so, once it has the source's turn: no such work is spent on a picture that is shed.
 *  <p>Threading: any. */
final class Development implements Passage<Shot> {
    /** How the source's book counts frames that there is no memory for, and packets that make no picture. */
    static final String NO_MEMORY = "no memory";
    static final String UNDECODABLE = "undecodable";

    private final FramePool pool;
    private final LiveStatus status;
    private volatile @Nullable Size usual;
    private volatile @Nullable Exception failure;

    Development(FramePool pool, LiveStatus status) {
        this.pool = pool;
        this.status = status;
    }

    private record Size(int width, int height, PixelFormat format) {
        static Size of(Picture picture) {
            return new Size(picture.width(), picture.height(), picture.format());
        }
    }

    /** What became of a picture: a frame, where it passed. */
    record Result(Fate fate, @Nullable Frame frame) {
        private static final Result BROKEN = new Result(Fate.failed(UNDECODABLE), null);
        private static final Result NO_ROOM = new Result(Fate.dropped(NO_MEMORY), null);
    }

    @Override
    public Object value(Shot shot) {
        return shot.origin();
    }

    @Override
    public Fate board(Shot shot, Exchange exchange) {
        Result result = switch (shot) {
            case Shot.Taken taken -> new Result(Fate.PASSED, taken.frame());
            case Shot.Seen seen -> whereThereIsRoom(seen.origin(), seen.picture());
        };
        Frame frame = result.frame();
        if (frame != null) {
            Item.of(exchange).lease(frame);
            exchange.getIn().setBody(frame);
        }
        return result.fate();
    }

    @Override
    public void discarded(Shot shot) {
        shot.release();
    }

    /** Memory comes first: without it, decoding would be in vain. */
    private Result whereThereIsRoom(Origin origin, Picture picture) {
        Frame frame = null;
        try (picture) {
            Size expected = usual;
            if (expected != null) {
                frame = tryTake(origin, expected);
                if (frame == null) {
                    return Result.NO_ROOM;
                }
            }
            if (!picture.decode()) {
                return Result.BROKEN;
            }
            Size size = knows(picture);
            if (frame == null || !size.equals(expected)) {
                release(frame);
                frame = tryTake(origin, size);
                if (frame == null) {
                    return Result.NO_ROOM;
                }
            }
            picture.copyTo(frame);
            Result result = new Result(Fate.PASSED, frame);
            frame = null;
            return result;
        } catch (CaptureException e) {
            failure = e;
            return Result.BROKEN;
        } catch (RuntimeException e) { // it is larger than all memory for frames
            failure = e;
            return Result.NO_ROOM;
        } finally {
            release(frame);
        }
    }

    private @Nullable Frame tryTake(Origin origin, Size size) {
        return pool.tryTake(origin, size.width, size.height, size.format, View.whole(size.width, size.height));
    }

    private static void release(@Nullable Frame frame) {
        if (frame != null) {
            frame.release();
        }
    }

    private Size knows(Picture picture) {
        Size size = Size.of(picture);
        if (!size.equals(usual)) {
            usual = size;
            status.size(size.width, size.height);
        }
        return size;
    }

    /** The same, but waits for memory.
     *  <p>Errors: {@link CaptureException} when its pixels cannot be read; {@link IllegalArgumentException} when it is larger than all memory
     *  for frames. */
    Result waiting(Origin origin, Picture picture) throws CaptureException, InterruptedException {
        try (picture) {
            if (!picture.decode()) {
                return Result.BROKEN;
            }
            Size size = knows(picture);
            Frame frame = pool.take(origin, size.width, size.height, size.format, View.whole(size.width, size.height));
            try {
                picture.copyTo(frame);
            } catch (CaptureException | RuntimeException e) {
                frame.release();
                throw e;
            }
            return new Result(Fate.PASSED, frame);
        }
    }

    /** Throws what has made further pictures pointless, once. */
    void check() throws CaptureException {
        Exception what = failure;
        failure = null;
        switch (what) {
            case null -> { }
            case CaptureException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(what);
        }
    }
}
