package io.headwater.broker;

/** The machine lacks something the node needs: said in one line, with one line on what to do. Exit code 3. */
final class UnfitSurroundings extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnfitSurroundings(String problem, String fix) {
        super("error: " + problem + System.lineSeparator() + "  fix: " + fix);
    }
}
