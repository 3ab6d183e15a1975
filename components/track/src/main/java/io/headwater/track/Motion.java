package io.headwater.track;

/** A Kalman filter of one quantity and its velocity.
 *  <p>Units: the quantity's own, and the same a second; what is noisy is told as standard deviations. */
final class Motion {
    private double position;
    private double velocity;
    private double varPosition;
    private double covariance;
    private double varVelocity;

    Motion(double position, double positionNoise, double velocityNoise) {
        this.position = position;
        this.varPosition = positionNoise * positionNoise;
        this.varVelocity = velocityNoise * velocityNoise;
    }

    double position() {
        return position;
    }

    double velocity() {
        return velocity;
    }

    /** It moves no more. */
    void stand() {
        velocity = 0;
    }

    /** Goes on by its velocity, which may have changed meanwhile by about so much. */
    void move(double seconds, double positionNoise, double velocityNoise) {
        position += velocity * seconds;
        varPosition += seconds * (2 * covariance + seconds * varVelocity) + positionNoise * positionNoise;
        covariance += seconds * varVelocity;
        varVelocity += velocityNoise * velocityNoise;
    }

    /** Takes a measurement into account. */
    void correct(double measured, double noise) {
        double spread = varPosition + noise * noise;
        double gain = varPosition / spread;
        double velocityGain = covariance / spread;
        double off = measured - position;
        position += gain * off;
        velocity += velocityGain * off;
        varVelocity -= velocityGain * covariance;
        covariance *= 1 - gain;
        varPosition *= 1 - gain;
    }
}
